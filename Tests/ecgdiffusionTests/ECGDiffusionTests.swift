import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite(.serialized) struct ECGDiffusionTests {
  @Test func aReportBecomesStatements() throws {
    let result = try Program.run(
      "statements", "possible old inferior infarct, no ST elevation. zonk")
    #expect(result.status == 0)
    #expect(
      result.standardOutput
        == "possible old inferior infarction (IMI)\nno st-elevation \nnot known: zonk\n")
  }

  @Test func aTableOfReportsIsCounted() throws {
    let folder = try Program.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try "report,scp_codes\nsinus rhythm. zonk,{'SR': 0.0}\n".write(
      toFile: folder + "/t.csv", atomically: true, encoding: .utf8)
    let result = try Program.run("statements", "--table", folder + "/t.csv", "--json")
    #expect(result.status == 0)
    for part in ["\"words\" : 3", "\"phrases\" : 2", "\"shareOfPhrases\" : 0.5", "\"zonk\" : 1"] {
      #expect(result.standardOutput.contains(part), "\(part): \(result.standardOutput)")
    }
  }

  @Test(arguments: [
    (["statements"], 64, "give a TEXT or --table FILE"),
    (["statements", "--table", "/nowhere.csv"], 74, "/nowhere.csv"),
    (["prepare", "--output", "x"], 64, "name a data set"),
    (["prepare", "--ptb-xl", "/nowhere", "--output", "/tmp"], 74, "/nowhere"),
    (
      ["train", "autoencoder", "--data", "/nowhere", "--output", "x"], 74, "/nowhere/manifest.json"
    ),
    (["evaluate", "--data", "/nowhere", "--model", "x"], 74, "/nowhere/manifest.json"),
    (["generate", "--model", "/nowhere", "--output", "x"], 74, "/nowhere"),
    (["generate", "--model", "x", "--output", "x", "--sex", "X"], 64, "F or M"),
    (["generate", "--model", "x", "--output", "x", "--duration", "1.1"], 64, "multiple of 0.08"),
    (["generate", "--model", "x", "--output", "x", "--count", "0"], 64, "at least 1"),
  ])
  func badUseIsOneLineAndACode(_ arguments: [String], _ status: Int32, _ part: String) throws {
    let result = try Shell.run(Program.path, arguments)
    #expect(result.status == status, "\(result.standardError)")
    #expect(result.standardError.contains(part), "\(result.standardError)")
  }

  /// Settings for a training of a second.
  private static let settings = [
    "--size", "tiny", "--seed", "3", "--threads", "1", "--device", "cpu", "--quiet",
  ]

  @Test func aTrainingThatIsKilledEndsInTheSameBits() throws {
    let folder = try Program.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Folds follow from the names of folder and record: under this name fold 8 has two.
    let source = folder + "/challenge"
    try FileManager.default.createDirectory(atPath: source, withIntermediateDirectories: false)
    try Program.writeChallenge(to: source, count: 12)
    let prepared = try Program.run(
      "prepare", "--challenge", source, "--output", folder + "/prepared", "--quiet")
    #expect(prepared.status == 0, "\(prepared.standardError)")
    #expect(prepared.standardOutput.contains("10 recordings"))
    #expect(prepared.standardOutput.contains("lead is flat: A0000 A0001"))

    // Checkpoints at every second step: the kill comes between some.
    let plan = try Program.run(
      "train", "autoencoder", "--data", folder + "/prepared", "--output", "-", "--dry-run",
      "--threads", "1", "--device", "cpu")
    try #require(plan.status == 0, "\(plan.standardError)")
    let text = plan.standardOutput
      .replacingOccurrences(of: "\"checkpointEvery\" : 500", with: "\"checkpointEvery\" : 2")
      .replacingOccurrences(of: "\"columns\" : 64", with: "\"columns\" : 24")
      .replacingOccurrences(of: "    8\n", with: "    6, 7, 8, 9, 10\n")
    try text.write(toFile: folder + "/config.json", atomically: true, encoding: .utf8)
    let train =
      [
        "train", "autoencoder", "--data", folder + "/prepared", "--config",
        folder + "/config.json", "--steps", "40", "--batch", "4",
      ] + Self.settings
    let whole = try Shell.run(Program.path, train + ["--output", folder + "/whole"])
    #expect(whole.status == 0, "\(whole.standardError)")

    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = train + ["--output", folder + "/killed"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Wait for a checkpoint, then kill without warning.
    let limit = Date().addingTimeInterval(120)
    func checkpoints() -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/killed")) ?? [])
        .filter { $0.hasPrefix("step-") && $0.hasSuffix(".safetensors") }
    }
    while checkpoints().isEmpty, process.isRunning, Date() < limit { usleep(2000) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    let again = try Shell.run(Program.path, train + ["--output", folder + "/killed"])
    #expect(again.status == 0, "\(again.standardError)")
    #expect(!again.standardOutput.contains("(from 0)"), "\(again.standardOutput)")
    for name in ["step-00000040.safetensors", "best.safetensors"] {
      let files = ["whole", "killed"].map {
        FileManager.default.contents(atPath: "\(folder)/\($0)/\(name)")
      }
      #expect(files[0] != nil && files[0] == files[1], "\(name)")
    }

    // What it learned is good for the rest of the chain.
    let judged = try Shell.run(
      Program.path,
      [
        "evaluate", "--data", folder + "/prepared", "--model", folder + "/whole", "--json",
        "--folds", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10",
      ])
    #expect(judged.status == 0 && judged.standardOutput.contains("flatLineMillivolts"))
    let denoised = try Shell.run(
      Program.path,
      [
        "train", "denoiser", "--data", folder + "/prepared", "--autoencoder",
        folder + "/whole/best.safetensors", "--output", folder + "/denoiser", "--steps", "2",
        "--batch", "2", "--physics-weight", "0.1",
      ] + Self.settings)
    #expect(denoised.status == 0, "\(denoised.standardError)")
    try generate(folder)
  }

  /// Record 2 of a seed is the same in a batch of three and of five, and obeys the limb-lead laws.
  private func generate(_ folder: String) throws {
    var records: [Recording] = []
    for count in ["3", "5"] {
      let result = try Program.run(
        "generate", "--model", folder + "/denoiser", "--text", "sinus rhythm, no zonk",
        "--heart-rate", "70", "--sex", "F", "--count", count, "--seed", "9", "--steps", "3",
        "--duration", "4", "--output", folder + "/out" + count, "--quiet")
      #expect(result.status == 0, "\(result.standardError)")
      #expect(result.standardOutput.contains("not in the lexicon: zonk"))
      records.append(try RecordReader.read(folder + "/out\(count)/synthetic-00002"))
    }
    let (a, b) = (records[0], records[1])
    #expect(a.samplingRate == 100 && a.sampleCount == 400 && a.channels.count == 12)
    for (one, other) in zip(a.channels, b.channels) {
      // Batches of another size may add in another order: a unit of the file, 0.001 mV.
      #expect(zip(one.millivolts, other.millivolts).allSatisfy { abs($0 - $1) < 0.0015 })
    }
    let (first, second, third) = (a.channels[0], a.channels[1], a.channels[2])
    for index in 0..<400 {
      #expect(
        abs(second.millivolts[index] - first.millivolts[index] - third.millivolts[index]) < 1e-9)
    }
    let text = a.comments.joined(separator: "\n")
    for part in ["synthetic", "not for diagnosis", "seed 9, record 2", "condition: sinus-rhythm"] {
      #expect(text.contains(part), "\(part): \(text)")
    }
  }
}
