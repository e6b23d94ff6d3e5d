import ArgumentParser
import Experience
import HealthRecords
import Statements

/// Whom admissions are to be like, and which may be found.
struct QuestionOptions: ParsableArguments {
  @Argument(help: "A store, made by 'experience import'.") var store: String
  @Option(help: "The admission's name in the data set.") var admission: String?
  @Option(help: "A diagnosis; may be given again.") var diagnosis: [String] = []
  @Option(help: "A medication; may be given again.") var medication: [String] = []
  @Option(help: "A procedure; may be given again.") var procedure: [String] = []
  @Option(help: "What an ECG report says; give it a --statements-weight.") var report: String?
  @Option(help: "How many.") var count = 10
  @Option(help: "Folds whose patients may be found, such as 1-8 or 1,2.") var folds = "1-8"

  func validate() throws {
    guard (admission != nil) != isOpen else {
      throw ValidationError("ask with --admission NAME, or with codes and --report TEXT")
    }
    guard count > 0 else { throw ValidationError("--count is at least 1") }
    _ = try wantedFolds()
  }

  private var isOpen: Bool { !(diagnosis + medication + procedure).isEmpty || report != nil }

  /// What the report of the command line says, or those of the named admission.
  func statements(in store: ProfileStore, _ parser: ReportParser) throws -> [Statement] {
    if let report { return parser(report).statements }
    guard let admission else { return [] }
    let place = try store.profile(ofAdmission: admission).admission
    return parser(try store.reports(ofAdmission: place).map(\.text).joined(separator: ". "))
      .statements
  }

  /// The question.
  func query(in store: ProfileStore, _ parser: ReportParser) throws -> ProfileQuery {
    if let admission { return ProfileQuery(try store.profile(ofAdmission: admission)) }
    let keys = StatementKey.keys(of: try statements(in: store, parser))
    return try ProfileQuery(words: [diagnosis, medication, procedure, keys], in: store)
  }

  /// The folds that were named.
  func wantedFolds() throws -> Set<Int> {
    var found: Set<Int> = []
    for part in folds.split(separator: ",") {
      let ends = part.split(separator: "-").map { Int($0) ?? 0 }
      guard let first = ends.first, let last = ends.last, ends.count <= 2,
        (1...10).contains(first), (first...10).contains(last)
      else { throw ValidationError("--folds \(folds); name folds from 1 to 10, such as 1-8") }
      found.formUnion(first...last)
    }
    guard !found.isEmpty else { throw ValidationError("--folds names none") }
    return found
  }
}
