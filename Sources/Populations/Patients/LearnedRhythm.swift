import Electrocardiogram
import Foundation
public import RhythmLibrary

/// A rhythm learned from the recordings of a class, and how.
public struct LearnedRhythm: Sendable {
  /// The rhythm, whose file holds distributions and no patient.
  public var rhythm: Rhythm
  /// Its patients.
  public let population: PatientPopulation
  /// How the correlations were chosen.
  public let learner: PopulationLearner
  /// Recordings of the class that were left out, as they lack a wave that most have, or cannot be fitted.
  public let leftOut: Int
  /// Median PRD of the fits, in percent.
  public let medianPRD: Double

  /// Learns a class.
  ///
  /// - Parameters:
  ///   - name: The class: a superclass or statement of PTB-XL.
  ///   - records: Recordings of the cohort, of any class; the first of a patient counts.
  ///   - origin: What the recordings are, for the file.
  /// - Throws: `PopulationError`.
  public init(
    class name: String, from records: [PatientRecord], origin: String
  ) throws(PopulationError) {
    let members = Self.firsts(records.filter { $0.member.classes.contains(name) })
    guard !members.isEmpty else {
      let known = Set(records.flatMap(\.member.classes)).sorted().joined(separator: ", ")
      throw PopulationError(
        .unknownClass,
        "no recording is of class '\(name)'; "
          + (known.isEmpty ? "the folder has no table of classes" : "there are \(known)"))
    }
    let hasP = 2 * members.count { $0.fit != nil } > members.count
    func fit(_ record: PatientRecord) -> PatientFit? { hasP ? record.fit : record.fitWithoutP }
    let fits = members.compactMap(fit)
    let patients = Set(members.map(\.member.patient))
    let others = Self.firsts(records.filter { !patients.contains($0.member.patient) })
    let grid = hasP ? PatientRecord.grids.withP : PatientRecord.grids.withoutP
    learner = try PopulationLearner(
      patients: fits.map(\.parameters),
      others: others.compactMap { fit($0)?.parameters },
      grid: grid)
    let source = "\(origin), class \(name), one recording a patient"
    do {
      population = try PatientPopulation(
        grid: grid, marginals: learner.marginals, correlation: learner.correlation,
        patients: fits.count, shrinkage: learner.best.shrinkage, source: source, trust: .derived)
    } catch {
      throw PopulationError(
        .degenerate, "the correlations of class \(name) are none: \(error)", underlying: error)
    }
    leftOut = members.count - fits.count
    medianPRD = OrderStatistic.median(fits.map(\.prd))
    rhythm = Self.rhythm(population, of: name, source: source)
  }

  /// The first recording of each patient.
  private static func firsts(_ records: [PatientRecord]) -> [PatientRecord] {
    var seen: Set<String> = []
    return records.filter { seen.insert($0.member.patient).inserted }
  }

  private static func rhythm(
    _ population: PatientPopulation, of name: String, source: String
  ) -> Rhythm {
    let rates = population.rrIntervals
    let median = population.median.landmarks
    return Rhythm(
      name: fileName(name), title: "Beats of patients of class \(name)",
      statement: "One beat of a patient of class \(name).",
      codes: DiagnosticCodes(scp: [name], snomed: []),
      source: source,
      rate: HeartRateRange(
        perMinute: (60 / rates.upperBound).rounded(.down)...(60 / rates.lowerBound).rounded(.up),
        defaultPerMinute: (60 / median.rrInterval).rounded()),
      population: population,
      criteria: [
        Criterion(
          name: "QRS within half and twice the class's median",
          claim: .test(
            MeasureTest(
              measure: .qrsDuration, over: .medianBeat,
              lower: Limit((500 * median.qrsDuration).rounded(), inclusive: true),
              upper: Limit((2000 * median.qrsDuration).rounded(), inclusive: true))),
          source: "the median of the patients learned from", trust: .derived)
      ])
  }

  /// A name as rhythms have it: `patients-norm` for NORM.
  public static func fileName(_ name: String) -> String {
    "patients-" + name.lowercased().map { $0.isLetter || $0.isNumber ? "\($0)" : "-" }.joined()
  }
}
