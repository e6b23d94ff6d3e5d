import ArgumentParser
import Experience
import HealthRecords
import Statements

/// `ecgdiffusion retrieve`: admissions like a given one.
struct RetrieveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retrieve", abstract: "Find admissions like a given one.",
    discussion: """
      Similarity is the weighted sum of the Jaccard indices of diagnoses, medications and procedures. \
      Only patients of --folds are found, and never the one asked for. Ask with --admission, or with \
      codes such as --diagnosis icd10:I10 --medication drug:furosemide, and --report TEXT. What is \
      printed names nobody: admissions are given by their place in the store.
      """)

  @Argument(help: "A store, made by 'experience import'.") var store: String
  @Option(help: "The admission's name in the data set.") var admission: String?
  @Option(help: "A diagnosis; may be given again.") var diagnosis: [String] = []
  @Option(help: "A medication; may be given again.") var medication: [String] = []
  @Option(help: "A procedure; may be given again.") var procedure: [String] = []
  @Option(help: "What an ECG report says; give it a --statements-weight.") var report: String?
  @Option(help: "How many.") var count = 10
  @Option(help: "Folds whose patients may be found, such as 1-8 or 1,2.") var folds = "1-8"
  @OptionGroup var weights: WeightOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    let isOpen = !(diagnosis + medication + procedure).isEmpty || report != nil
    guard (admission != nil) != isOpen else {
      throw ValidationError("ask with --admission NAME, or with codes and --report TEXT")
    }
    guard count > 0 else { throw ValidationError("--count is at least 1") }
    _ = try wantedFolds()
  }

  func run() throws {
    let store = try ProfileStore(path: store)
    let query: ProfileQuery
    if let admission {
      query = ProfileQuery(try store.profile(ofAdmission: admission))
    } else {
      let statements = try report.map { ReportParser(try Lexicon())($0).statements } ?? []
      query = try ProfileQuery(
        words: [diagnosis, medication, procedure, StatementKey.keys(of: statements)], in: store)
    }
    let index = try ProfileIndex(store, folds: try wantedFolds())
    let found = try RetrievedProfile.describe(
      index.nearest(to: query, count: count, weights: weights.weights), of: query, in: store)
    if json { return try printJSON(found) }
    for profile in found {
      let parts = ProfileView.allCases.compactMap { view in
        profile.shared[view].flatMap { shared in
          shared.isEmpty
            ? nil
            : "\(view.name) \(short(profile.jaccard[view] ?? 0)): \(shared.joined(separator: "; "))"
        }
      }
      let person = [profile.ageYears.map { "\($0) years" }, profile.sex?.rawValue].compactMap { $0 }
      print(
        "\(short(profile.similarity))  admission \(profile.admission), "
          + (person + parts).joined(separator: ", "))
    }
    if found.isEmpty { print("no admission shares anything") }
  }

  private func wantedFolds() throws -> Set<Int> {
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
