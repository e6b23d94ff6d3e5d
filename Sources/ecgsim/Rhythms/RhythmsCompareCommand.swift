import ArgumentParser
import Electrocardiogram
import Figures
import Foundation
import Measurement
import Populations
import RandomNumbers
import RhythmLibrary

/// `ecgsim rhythms compare NAME DIR`: drawn beats beside those of real patients.
struct RhythmsCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare drawn beats with those of real patients.",
    discussion: """
      Each drawn beat is repeated for ten seconds and measured by the ruler that measures the recordings, \
      the first of each patient of the class. The distance is Kolmogorov's and Smirnov's, with an interval \
      that holds it in 95 % of draws of the beats of both sides. Two groups of n and m alike differ by \
      0.2 in one of twenty measures at n m / (n + m) = 46: --among tells what real patients differ by \
      among each other.
      """)

  @Argument(help: "The rhythm's name, of --rhythms or a preset.")
  var name: String
  @Argument(help: "Folder with PTB-XL's table and records, or a part of them.")
  var folder: String
  @Option(help: "Superclass or statement of the recordings.")
  var `class`: String
  @Option(help: "Folds to compare with; 1-7 were learned from.")
  var folds = FoldRange(range: 8...10)
  @Option(help: "A second rhythm to compare with the same recordings, such as sinus-rhythm.")
  var beside: String?
  @Option(help: "Folds of other patients of the class, to compare with the same recordings.")
  var among: FoldRange?
  @Option(parsing: .unconditional, help: "Beats to draw.")
  var count = 500
  @Option(parsing: .unconditional, help: "Threads over records and beats.")
  var jobs: Int?
  @OptionGroup var seed: SeedOptions
  @OptionGroup var rhythms: RhythmOptions
  @OptionGroup var picture: PlotOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  /// The distance up to which drawn beats count as like real ones.
  static let limit = 0.2

  func validate() throws {
    guard (10...100_000).contains(count) else {
      throw ValidationError("--count is \(count); give 10 to 100000")
    }
  }

  func run() throws {
    let files = try OutputFiles(picture.paths)
    let catalogue = try rhythms.catalogue()
    let rhythm = try catalogue.rhythm(named: name)
    let second = try beside.map { try catalogue.rhythm(named: $0) }
    let seed = seed.resolved()
    let jobs = try threads(jobs)
    let cohort = try Cohort(folder: folder)
    func values(_ folds: FoldRange) throws -> [[PopulationMeasure: Double]] {
      let patients = try cohort.folds(folds.range).patients(of: `class`)
      return try CohortRecords(patients, reading: reading, jobs: jobs, quiet: talk.quiet)
        .records.map(\.values)
    }
    let real = try values(folds)
    var groups = [(name: rhythm.name, values: try draw(rhythm, seed, jobs))]
    if let second { groups.append((second.name, try draw(second, seed, jobs))) }
    if let among { groups.append(("folds \(among.text)", try values(among))) }
    var random = Philox(seed: seed, stream: 1)
    let comparisons = groups.map {
      (name: $0.name, PopulationComparison($0.values, real, using: &random))
    }
    let report = Report(
      class: `class`, folds: folds.text, patients: real.count, count: count, seed: seed,
      comparisons)
    for line in report.lines { talk.say(line) }
    try picture.draw({ try sheet(comparisons, patients: real.count) }, into: files)
    try files.publish()
    for path in picture.paths.compactMap(\.path) { talk.say("wrote \(path)") }
    try talk.finish(report)
  }

  private func draw(
    _ rhythm: Rhythm, _ seed: UInt64, _ jobs: Int
  ) throws -> [[PopulationMeasure: Double]] {
    let values = try DrawnBeats.map(count, jobs: jobs) { number in
      PopulationSampler.values(rhythm, using: Philox(seed: seed, record: UInt32(number)))
    }
    guard values.contains(where: { !$0.isEmpty }) else {
      throw Failure(.badInput, "no beat of \(rhythm.name) is like all others, or can be measured")
    }
    return values
  }

  /// Distribution functions of the measures that clinicians ask for first.
  private func sheet(
    _ comparisons: [(name: String, PopulationComparison)], patients: Int
  ) throws -> DistributionSheet {
    let panels = comparisons[0].1.rows.filter { Self.drawn.contains($0.measure.name) }.map { row in
      DistributionSheet.Panel(
        name: row.measure.name, unit: row.measure.quantity.unit, real: row.second,
        drawn: row.first,
        other: comparisons.dropFirst().first.flatMap { other in
          other.1.rows.first { $0.measure == row.measure }?.first
        },
        note: "KS \(row.distance.value.formatted(2))")
    }
    return try DistributionSheet(
      title: "\(name) beside \(patients) patients of class \(`class`), folds \(folds.text)",
      names: (
        "recordings", comparisons[0].name, comparisons.dropFirst().first?.name
      ), panels: panels)
  }

  private static let drawn: Set<String> = [
    "rrInterval", "prInterval", "pDuration", "qrsDuration", "qtInterval", "qrsAxis",
    "pAmplitude II", "rAmplitude V5", "sAmplitude V1", "j60Level V2", "tAmplitude V2",
    "tAmplitude V5",
  ]
}

extension RhythmsCompareCommand {
  /// What was compared.
  struct Report: Encodable {
    let `class`: String
    let folds: String
    let patients: Int
    let count: Int
    let seed: UInt64
    let limit = RhythmsCompareCommand.limit
    let groups: [Group]

    struct Group: Encodable {
      let name: String
      let measures: [Measure]
      /// Measures beyond the limit.
      let beyond: Int
    }

    struct Measure: Encodable {
      let name: String
      let unit: String
      let real: [Double]
      let drawn: [Double]
      let realCount: Int
      let drawnCount: Int
      let distance: IntervalEstimate
    }

    init(
      class: String, folds: String, patients: Int, count: Int, seed: UInt64,
      _ comparisons: [(name: String, PopulationComparison)]
    ) {
      self.class = `class`
      self.folds = folds
      self.patients = patients
      self.count = count
      self.seed = seed
      groups = comparisons.map { name, comparison in
        let measures = comparison.rows.map { row in
          Measure(
            name: row.measure.name, unit: row.measure.quantity.unit,
            real: Self.quartiles(row.second), drawn: Self.quartiles(row.first),
            realCount: row.second.count, drawnCount: row.first.count, distance: row.distance)
        }
        return Group(
          name: name, measures: measures,
          beyond: measures.count { $0.distance.value > RhythmsCompareCommand.limit })
      }
    }

    /// Median and quartiles of ascending values.
    private static func quartiles(_ values: [Double]) -> [Double] {
      [0.25, 0.5, 0.75].map { values[Int($0 * Double(values.count - 1))] }
    }

    var lines: [String] {
      var table = Table(
        ["measure", "real quartiles", "unit"]
          + groups.flatMap { [$0.name, "KS", "95 %"] })
      for (index, first) in (groups.first?.measures ?? []).enumerated() {
        var cells = [first.name, Self.text(first.real), first.unit]
        for group in groups {
          let measure =
            group.measures.indices.contains(index) && group.measures[index].name == first.name
            ? group.measures[index] : group.measures.first { $0.name == first.name }
          guard let measure else {
            cells += ["", "", ""]
            continue
          }
          cells += [
            Self.text(measure.drawn), measure.distance.value.formatted(3),
            "\(measure.distance.low.formatted(2))-\(measure.distance.high.formatted(2))",
          ]
        }
        table.add(cells)
      }
      return table.lines
        + groups.map {
          "\($0.name): \($0.beyond) of \($0.measures.count) measures beyond \(limit), median "
            + Self.median($0.measures.map(\.distance.value)).formatted(3)
        } + [
          "\(patients.of("patient")) of class \(`class`), folds \(folds), \(count) beats, seed \(seed)"
        ]
    }

    private static func text(_ values: [Double]) -> String {
      values.map { $0.formatted(abs($0) < 10 ? 3 : 0) }.joined(separator: "/")
    }

    private static func median(_ values: [Double]) -> Double {
      values.isEmpty ? .nan : values.sorted()[values.count / 2]
    }
  }
}
