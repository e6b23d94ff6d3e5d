import ArgumentParser
import Datasets
import Foundation
import Statements

/// `ecgdiffusion prepare`: data sets to shards.
struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare", abstract: "Turn data sets into shards to train on.",
    discussion: """
      Recordings that cannot be used are left out, listed in manifest.json and counted by reason. \
      A run that was stopped goes on with the same command.
      """)

  @Option(name: .customLong("ptb-xl"), help: "A folder of PTB-XL.") var ptbxl: [String] = []
  @Option(help: "A folder of Challenge 2020 or 2021 recordings.") var challenge: [String] = []
  @Option(help: "A folder of MIMIC-IV-ECG, with MIMIC-IV's patients.csv beside its tables.")
  var mimic: [String] = []
  @Option(help: "Where shards go.") var output: String
  @Option(help: "Samples a second, 100 or 500.") var samplingRate = 100
  @Flag(help: "Say nothing but the result.") var quiet = false

  func validate() throws {
    guard !(ptbxl + challenge + mimic).isEmpty else {
      throw ValidationError("name a data set: --ptb-xl DIR, --challenge DIR or --mimic DIR")
    }
    guard [100, 500].contains(samplingRate) else {
      throw ValidationError("--sampling-rate \(samplingRate); 100 and 500 are there")
    }
  }

  func run() throws {
    let lexicon = try Lexicon()
    var settings = PreparationSettings()
    settings.samplingRate = samplingRate
    let sources: [any RecordSource] =
      ptbxl.map { PTBXLFolder(path: $0, lexicon: lexicon) }
      + challenge.map { ChallengeFolder(path: $0, lexicon: lexicon) }
      + mimic.map { MIMICFolder(path: $0) }
    let preparation = Preparation(
      sources, RecordPreparer(settings, lexicon: lexicon), folder: output)
    var line = ProgressLine(isQuiet: quiet)
    let manifest = try preparation { done, total in line.tell(done, of: total, "recordings") }
    let folds = Dictionary(grouping: try PreparedFolder(path: output).labels, by: \.fold)
    print("\(manifest.recordCount) recordings in \(output), \(manifest.dropped.count) left out")
    for (reason, drops) in Dictionary(grouping: manifest.dropped, by: \.reason).sorted(by: {
      $0.key < $1.key
    }) {
      print("  \(reason): \(drops.map(\.name).joined(separator: " "))")
    }
    print(
      "by fold: "
        + folds.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.count)" }
        .joined(separator: ", "))
  }
}
