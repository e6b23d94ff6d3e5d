import Electrocardiogram
import Fitting
import Measurement
import RecordFiles
import TestSupport
import Testing

@Suite(.enabled(if: RealData.isPresent, "\(RealData.hint)"))
struct RealBeatTests {
  /// Every n-th 12-lead record at 500 Hz of PTB-XL and LUDB.
  private func records(every n: Int) -> [String] {
    let all =
      RealData.records(under: "ptb-xl/records500", suffix: "_hr") + RealData.records(under: "ludb")
    return all.enumerated().filter { $0.offset % n == 0 }.map(\.element)
  }

  private func recording(_ path: String) throws -> Recording {
    // LUDB's headers state wrong gains; its integers are microvolts.
    let unitsPerMillivolt = path.contains("/ludb/") ? 1000.0 : nil
    return try WFDBRecord.read(path).recording(unitsPerMillivolt: unitsPerMillivolt)
  }

  /// Fits the average beats of records, each in leads of its own.
  private func evaluate(
    _ records: [String], _ model: FittedBeat.Model, _ options: FitOptions,
    leads: (Int) -> [Lead] = { _ in [] }
  ) throws -> FitEvaluation {
    let fitter = SeriesFitter(model: model, options: options, beats: .average)
    var tally = FitEvaluation.Tally()
    for (index, record) in records.enumerated() {
      let result = try fitter.fit(
        try recording(record), record: record, channels: leads(index).map(ChannelName.init))
      tally.add(record, .fitted(result.series))
      tally.add(milliseconds: result.milliseconds)
    }
    return try tally.evaluation()
  }

  /// One lead of each of 42 records, the leads in turn; the limits are those for all leads of all.
  @Test(arguments: [(7, 5.0), (12, 2.6)])
  func medianErrorIsBelowItsLimit(kernels: Int, limit: Double) throws {
    var options = FitOptions(kernelCount: kernels)
    // Twelve kernels meet their limit without a search, which debug builds make slow.
    if kernels == 12 { options.searchEvaluations = 0 }
    let evaluation = try evaluate(records(every: 11), .lead, options) { [Lead.allCases[$0 % 12]] }
    print(
      "\(kernels) kernels, \(evaluation.prd.count) beats: median PRD \(evaluation.prd.median) %")
    #expect(evaluation.prd.count >= 40)
    #expect(evaluation.prd.median <= limit)
    #expect(evaluation.milliseconds?.count == evaluation.prd.count)
  }

  @Test func dipoleComesNearTheBestOfRankThree() throws {
    var options = FitOptions(kernelCount: 10)
    options.searchEvaluations = 0
    let evaluation = try evaluate(records(every: 58), .dipole, options)
    let ratio = try #require(evaluation.rankThreeRatio)
    print("dipole: PRD \(evaluation.prd.median) %, ratio to rank 3 \(ratio.median)")
    #expect(ratio.count >= 7)
    #expect(ratio.median <= 1.35)
  }

  @Test func perturbedStartsEndNearTheBest() throws {
    var options = FitOptions(kernelCount: 4)
    options.searchEvaluations = 100
    let path = try #require(records(every: 1).first)
    let beat = try AverageBeat(of: try recording(path), leads: [.II])
    let evaluation = try StartEvaluation(
      beat.millivolts[0], timing: BeatTiming(beat), options: options, starts: 20)
    #expect(evaluation.prd.count == 20)
    #expect(evaluation.share(within: 0.1) >= 0.95, "\(evaluation.prd), best \(evaluation.best)")
  }
}
