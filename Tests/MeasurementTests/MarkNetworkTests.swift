import Electrocardiogram
import Foundation
import TestSupport
import Testing

@testable import Measurement

@Suite("Mark networks")
struct MarkNetworkTests {
  private struct Question: Encodable {
    struct Beats: Encodable {
      let peaks: [Int]
      let complexes: [[Int]]
    }
    let rate: Double
    let rows: [[Double]]
    let stages: [String: Beats]
  }

  private struct Answer: Decodable {
    let inputs, scores: [[[Double]]]
  }

  @Test(
    "networks see and say what they saw and said when they were trained",
    .enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"), arguments: [250.0, 500, 1000])
  func sameAsInTraining(samplingRate: Double) throws {
    let onsets = SyntheticHeart.regular(75, duration: 5)
    let recording = SyntheticHeart.normal.recording(
      onsets: onsets, duration: 5, samplingRate: samplingRate, noise: 0.02)
    let leads = DelineatedLeads(MeasuredLeads(recording))
    let analysis = AnalysisLeads(leads)
    let peaks = onsets.map { Int(($0 + 0.04) * AnalysisLeads.rate) }
    let complexes = onsets.map {
      (onset: Int($0 * AnalysisLeads.rate), offset: Int(($0 + 0.084) * AnalysisLeads.rate))
    }
    let intervals = zip(peaks, peaks.dropFirst()).map { Double($1 - $0) }
    let beats = Question.Beats(peaks: peaks, complexes: complexes.map { [$0.onset, $0.offset] })
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try JSONEncoder().encode(
      Question(
        rate: samplingRate, rows: leads.rows.map(\.samples),
        stages: ["qrs": beats, "t": beats, "p": beats])
    ).write(to: file)
    let printed = try OraclePython.run(
      PackageRoot.path("Tests/MeasurementTests/Oracles/mark_scores.py"),
      [PackageRoot.path("Sources/Measurement/Training"), file.path])
    let answers = try JSONDecoder().decode([String: Answer].self, from: Data(printed.utf8))
    for stage in MarkStage.allCases {
      let answer = try #require(answers[stage.rawValue])
      let inputs = MarkInputs(
        stage, analysis, peaks: peaks, complexes: complexes,
        usualInterval: OrderStatistics.median(intervals))
      let network = MarkNetworks.trained[stage]
      for beat in peaks.indices {
        for lead in leads.rows.indices {
          let seen = inputs.values(beat: beat, lead: lead)
          let said = network.scores(seen).flatMap { [Double($0.x), Double($0.y), Double($0.z)] }
          #expect(difference(seen, answer.inputs[beat][lead]) < 1e-9, "\(stage) inputs")
          // Scores are kept in single precision.
          #expect(difference(said, answer.scores[beat][lead]) < 1e-5, "\(stage) scores")
        }
      }
    }
  }

  private func difference(_ own: [Double], _ theirs: [Double]) -> Double {
    guard own.count == theirs.count else { return .infinity }
    return zip(own, theirs).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test("the weights name their records, none of which is held out")
  func provenance() throws {
    let text = MarkNetworks.trained.provenance
    #expect(text.contains("ODC-BY 1.0") && text.contains("train_marks.py"))
    let list = try #require(text.firstMatch(of: /records ([0-9, ]+);/)?.1)
    let numbers = list.split(separator: ",").compactMap {
      Int($0.trimmingCharacters(in: .whitespaces))
    }
    #expect(numbers.count == 60)
    #expect(LUDBSplit.heldOut.isDisjoint(with: numbers))
  }
}
