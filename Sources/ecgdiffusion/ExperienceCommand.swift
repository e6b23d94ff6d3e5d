import ArgumentParser
import Experience
import Foundation
import HealthRecords
import Statements

/// `ecgdiffusion experience`: health records to a store of profiles, and how fast it is searched.
struct ExperienceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experience", abstract: "Import health records, and measure their search.",
    discussion: """
      What is printed names no patient and quotes no row. 'ecgdiffusion retrieve' searches.
      """,
    subcommands: [ExperienceImportCommand.self, MakeUpCommand.self, ExperienceBenchCommand.self])
}

/// `ecgdiffusion experience import`: tables to a store.
struct ExperienceImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Turn tables of health records into a store of profiles.",
    discussion: """
      Tables may be .csv or .csv.gz and their rows in any order. Rows that cannot be used are counted, \
      named by table, line and reason, and left out. The store is private data where the tables are.
      """)

  @Option(help: "A folder of MIMIC-IV's tables, or one with 'hosp' in it.") var mimic: String?
  @Option(help: "MIMIC-IV-ECG's machine_measurements.csv, to link reports to admissions.")
  var reports: String?
  @Option(help: "A folder of Synthea's tables.") var synthea: String?
  @Option(help: "Where the store goes.") var output: String
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Say nothing but the result.") var quiet = false

  func validate() throws {
    guard (mimic == nil) != (synthea == nil) else {
      throw ValidationError("name tables: --mimic DIR or --synthea DIR")
    }
    guard reports == nil || mimic != nil else {
      throw ValidationError("--reports belongs to --mimic DIR")
    }
  }

  func run() throws {
    let source: any HealthRecordSource =
      if let mimic {
        MIMICTables(folder: mimic, reports: reports, lexicon: try Lexicon())
      } else {
        SyntheaTables(folder: synthea ?? "")
      }
    var line = CountLine(isQuiet: quiet)
    let report = try HealthRecordImport(source, to: output)(progress: { line.tell($0, $1) })
    line.end()
    if json { return try printJSON(report) }
    for table in report.tables {
      print("\(table.name): \(table.taken) rows, \(table.leftOutCount) left out")
    }
    for complaint in report.complaints { print("  \(complaint)") }
    let sets = ProfileView.allCases.map { view in
      "\(report.members[view.rawValue]) \(view.name) of \(report.codes[view.rawValue]) kinds"
    }
    print(
      "\(report.admissions) admissions of \(report.patients) patients in \(output): "
        + sets.joined(separator: ", "))
  }
}

/// `ecgdiffusion experience make-up`: tables of patients who never lived.
struct MakeUpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make-up", abstract: "Write made-up tables of any size, to measure with.",
    discussion: """
      Codes are drawn with the frequencies of a store's, 12 diagnoses, 25 drugs and 3 procedures an \
      admission on average.
      """)

  @Argument(help: "A store, imported from MIMIC-IV's tables.") var store: String
  @Option(help: "Where the tables go.") var output: String
  @Option(help: "How many admissions.") var admissions = 1_000_000
  @Option(help: "The same seed gives the same tables.") var seed: UInt64?
  @Flag(help: "Say nothing.") var quiet = false

  func validate() throws {
    guard (1...10_000_000).contains(admissions) else {
      throw ValidationError("--admissions \(admissions); 1 to 10000000 are possible")
    }
  }

  func run() throws {
    let seed = seed ?? UInt64.random(in: 0...UInt64.max)
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    var line = ProgressLine(isQuiet: quiet)
    try MadeUpTables(ProfileStore(path: store)).write(
      to: output, admissions: admissions, seed: seed
    ) { line.tell($0 + 1, of: admissions, "admissions") }
    if !quiet { print("\(admissions) made-up admissions in \(output), seed \(seed)") }
  }
}

/// `ecgdiffusion experience bench`: how fast a store is searched.
struct ExperienceBenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast a store is searched on one core.",
    discussion: "Exit code 1 if a search differs from scoring every profile.")

  @Argument(help: "A store.") var store: String
  @Option(help: "How many neighbours.") var count = 10
  @Option(help: "How many searches.") var searches = 200
  @Option(help: "How many of them to compare with scoring every profile.") var compare = 10
  @OptionGroup var weights: WeightOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard count > 0, searches > 0, (0...searches).contains(compare) else {
      throw ValidationError("--count and --searches are at least 1, --compare at most --searches")
    }
  }

  func run() throws {
    let store = try ProfileStore(path: store)
    guard store.admissionCount > 0 else { throw ValidationError("the store holds no admissions") }
    let start = Date()
    let index = try ProfileIndex(store, folds: Set(1...10))
    let loading = Date().timeIntervalSince(start)
    let bench = try RetrievalBench(
      store, index, count: count, searches: searches, compared: compare,
      weights: weights.weights)
    if json {
      try printJSON(bench)
    } else {
      print(
        "\(bench.admissions) admissions, index of \(bench.indexBytes / 1_000_000) MB in \(short(loading)) s"
      )
      for (clock, times) in [
        ("wall", bench.wallMilliseconds), ("processor", bench.processorMilliseconds),
      ] {
        print(
          "\(bench.searches) searches, k = \(count), \(clock) time: median \(short(times.median)) ms, "
            + "95 % within \(short(times.percentile95)) ms, longest \(short(times.longest)) ms")
      }
      print("\(bench.equal) of \(bench.compared) equal to scoring every profile")
    }
    guard bench.equal == bench.compared else { throw ExitCode(1) }
  }
}

/// How much each view counts.
struct WeightOptions: ParsableArguments {
  @Option(help: "Weight of the diagnoses.") var diagnosesWeight = 0.5
  @Option(help: "Weight of the medications.") var medicationsWeight = 0.25
  @Option(help: "Weight of the procedures.") var proceduresWeight = 0.25
  @Option(help: "Weight of what ECG reports say.") var statementsWeight = 0.0

  func validate() throws {
    let all = [diagnosesWeight, medicationsWeight, proceduresWeight, statementsWeight]
    guard all.allSatisfy({ $0 >= 0 && $0.isFinite }), all.contains(where: { $0 > 0 }) else {
      throw ValidationError("weights are at least 0, one of them more")
    }
  }

  var weights: SimilarityWeights {
    SimilarityWeights(
      diagnoses: diagnosesWeight, medications: medicationsWeight, procedures: proceduresWeight,
      statements: statementsWeight)
  }
}

/// Counts on standard error whose end is not known.
struct CountLine {
  private let isQuiet: Bool
  private var last = Date.distantPast
  private var isOpen = false

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  mutating func tell(_ name: String, _ count: Int) {
    let isTerminal = isatty(STDERR_FILENO) != 0
    let now = Date()
    guard !isQuiet, now.timeIntervalSince(last) > (isTerminal ? 0.2 : 10) else { return }
    last = now
    isOpen = isTerminal
    let line = "\(name): \(count)"
    FileHandle.standardError.write(Data((isTerminal ? "\r\u{1B}[K\(line)" : line + "\n").utf8))
  }

  func end() { if isOpen { FileHandle.standardError.write(Data("\n".utf8)) } }
}

/// Prints a value as JSON with sorted keys.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
