import Conduction
import RandomNumbers
import RhythmChecks
public import RhythmLibrary
public import Simulator

/// One record of an order, all its chances drawn: everything but its samples.
///
/// It depends on order, seed and index alone, whichever thread, shard or machine plans it.
public struct PlannedRecord: Sendable {
  /// What was ordered.
  public let order: RecordOrder
  /// The run's seed.
  public let seed: UInt64
  /// The record's index in the whole run.
  public let index: UInt32
  /// Whose record it is.
  public let patient: Patient
  /// What happens in it.
  public let course: RecordCourse

  /// Streams of the record's numbers beside those of `RhythmDraw`.
  private enum Stream {
    static let variability: UInt32 = 4
  }

  /// Draws a record.
  ///
  /// - Parameters:
  ///   - order: What is wanted, checked.
  ///   - seed: The run's seed.
  ///   - index: The record's index in the whole run.
  public init(_ order: RecordOrder, seed: UInt64, index: UInt32 = 0) {
    self.order = order
    self.seed = seed
    self.index = index
    patient = order.patients.patient(seed: seed, record: index)
    let draws = order.parts.map { part in
      order.varies
        ? RhythmDraw(part.rhythm, seed: seed, record: index) : RhythmDraw(default: part.rhythm)
    }
    var breath = draws[0].breath
    if let breathsPerMinute = order.breathsPerMinute {
      if breath == nil {
        breath = Breath(
          Respiration(size: 0, axis: 0, perMinute: breathsPerMinute...breathsPerMinute))
      }
      breath?.perMinute = breathsPerMinute
    }
    let stages = zip(order.parts, draws).map { part, draw in
      var rhythm = part.rhythm
      if let variation = rhythm.variation, let patient = draw.patient {
        rhythm = rhythm.drawn(from: variation.patients, using: patient)
      }
      let usual =
        order.rates == .drawn && order.varies
        ? draw.heartRatePerMinute : rhythm.rate.defaultPerMinute
      return RecordCourse.Stage(
        start: part.start, rhythm: rhythm, ratePerMinute: part.ratePerMinute ?? usual)
    }
    var sinus: SinusOscillations?
    if let variability = order.variability {
      var random = Philox(seed: seed, record: index, stream: Stream.variability)
      var own = breath ?? Breath(Respiration(size: 0, axis: 0, perMinute: 15...15))
      own.wander(using: &random)
      breath = own
      sinus = own.oscillations
      sinus?.process = RRProcess(
        variability, breath: own.tone, meanInterval: 60 / stages[0].ratePerMinute,
        duration: order.duration, using: &random)
    }
    var random = draws[0].course
    course = RecordCourse(
      stages, duration: order.duration, breath: breath, sinus: sinus, using: &random)
  }

  /// The record's name: that of its rhythm.
  public var name: String { course.stages[0].rhythm.name }

  /// What a cardiologist would write under it.
  public var statement: String {
    var statements: [String] = []
    for stage in course.stages where !statements.contains(stage.rhythm.statement) {
      statements.append(stage.rhythm.statement)
    }
    return statements.joined(separator: " ")
  }

  /// Codes of all its rhythms, each once.
  public var codes: DiagnosticCodes {
    var codes = DiagnosticCodes(scp: [], snomed: [])
    for stage in course.stages {
      codes.scp += stage.rhythm.codes.scp.filter { !codes.scp.contains($0) }
      codes.snomed += stage.rhythm.codes.snomed.filter { !codes.snomed.contains($0) }
    }
    return codes
  }

  /// Header comments: what it is, how to make it again, and that nobody's life hangs on it.
  ///
  /// Age, sex and Dx (SNOMED CT) are written as the headers of the PhysioNet Challenge 2021 have them.
  ///
  /// - Parameters:
  ///   - generator: Name and version of the program.
  ///   - notice: What every simulated artefact says of itself.
  /// - Returns: A line each.
  public func comments(generator: String, notice: String) -> [String] {
    var lines = ["Age: \(Int(patient.ageYears))", "Sex: \(patient.sex.word)"]
    let dx = codes.snomed
    if !dx.isEmpty { lines.append("Dx: \(dx.joined(separator: ","))") }
    for (number, stage) in course.stages.enumerated() {
      let from = number == 0 ? "" : " from \(stage.start) s"
      lines.append("rhythm: \(stage.rhythm.name), \(stage.ratePerMinute)/min\(from)")
    }
    return lines + [
      "report: \(statement)", "seed: \(seed), record \(index)", generator, notice,
    ]
  }
}

extension Patient.Sex {
  /// As the headers of the PhysioNet Challenge 2021 write it.
  public var word: String {
    switch self {
    case .female: "Female"
    case .male: "Male"
    }
  }
}
