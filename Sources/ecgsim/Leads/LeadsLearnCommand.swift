import ArgumentParser
import Electrocardiogram
import Fitting
import Foundation
import LeadProjection
import Populations
import Synchronization

/// `ecgsim leads learn DIR`: the weights that the package ships, learned again.
struct LeadsLearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Learn weights for reconstructing leads from many records.",
    discussion: """
      Weights come from --folds, delays and ridge are those with the least error on --choose. Frank's \
      axes are those that Kors's matrix reads from the twelve leads, where records hold none. The \
      package's own weights are those of PTB-XL with the default folds.
      """)

  @Argument(help: "Folder of WFDB records; PTB-XL's table gives folds and patients.")
  var folder: String
  @Option(help: "Folds to learn from.")
  var folds = FoldRange(range: 1...7)
  @Option(help: "Folds to choose delays and ridge by.")
  var choose = FoldRange(range: 8...8)
  @Option(parsing: .unconditional, help: "Threads over records.")
  var jobs: Int?
  @Option(help: "JSON file to write, with the weights.")
  var output: String?
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard !folds.range.overlaps(choose.range) else {
      throw ValidationError(
        "--choose \(choose.text) lies in --folds \(folds.text); choose by other patients")
    }
  }

  func run() throws {
    let files = try OutputFiles([("--output", output)])
    let cohort = try Cohort(folder: folder)
    let learning = try leads(of: cohort.folds(folds.range))
    let choosing = try leads(of: cohort.folds(choose.range))
    var results: [Result] = []
    for sources in [SourceLead.threeLeads, SourceLead.frank] {
      let training = try ReconstructionTraining(
        from: sources, learning: learning, choosing: choosing)
      results.append(
        Result(
          sources: sources, records: learning.count, candidates: training.candidates,
          linear: training.linear, delays: training.delayed))
    }
    for result in results { for line in result.lines { talk.say(line) } }
    if let output { try files.write(output) { try JSON.write(results, to: $0) } }
    try files.publish()
    if let output { talk.say("wrote \(output)") }
    try talk.finish(results)
  }

  private func leads(of cohort: Cohort) throws -> [SteadyLeads] {
    let places = Mutex([SteadyLeads?](repeating: nil, count: cohort.members.count))
    let progress = Progress(total: cohort.members.count, quiet: talk.quiet)
    try RecordThreads.run(Array(cohort.members.enumerated()), jobs: try threads(jobs)) {
      [reading] item in
      (try? reading.read(item.element.path)).flatMap(SteadyLeads.init)
    } collect: { item, leads in
      places.withLock { $0[item.offset] = leads }
      progress.step(of: "records")
    }
    return places.withLock { $0.compactMap { $0 } }
  }

  /// What was learned for some sources.
  struct Result: Encodable {
    let sources: [SourceLead]
    let records: Int
    let candidates: [ReconstructionTraining.Candidate]
    let linear: LeadReconstruction
    let delays: LeadReconstruction

    var lines: [String] {
      var table = Table(["from", "delays", "ridge", "RMSE mV to choose by"])
      for candidate in candidates {
        table.add([
          sources.map(\.rawValue).joined(separator: ","), "\(candidate.delays.count)",
          "\(candidate.ridge)", candidate.rmse.formatted(5),
        ])
      }
      return table.lines + ["learned from \(records.of("record"))"]
    }
  }
}
