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

  @OptionGroup var question: QuestionOptions
  @OptionGroup var weights: WeightOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let store = try ProfileStore(path: question.store)
    let query = try question.query(in: store, ReportParser(try Lexicon()))
    let index = try ProfileIndex(store, folds: try question.wantedFolds())
    let found = try RetrievedProfile.describe(
      index.nearest(to: query, count: question.count, weights: weights.weights), of: query,
      in: store)
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
}
