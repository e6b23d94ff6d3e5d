import Electrocardiogram
import Testing

@testable import Fitting

@Suite struct FitEvaluationTests {
  @Test func quantilesInterpolate() {
    let distribution = FitEvaluation.Distribution([4.0, 1, 3, 2])
    #expect(distribution.median == 2.5)
    #expect(distribution.lowerQuartile == 1.75)
    #expect(distribution.upperQuartile == 3.25)
    #expect(abs(distribution.percentile95 - 3.85) < 1e-12)
  }

  @Test func theTallyCountsRecordsBeatsAndFlags() throws {
    var tally = FitEvaluation.Tally()
    let error = #expect(throws: FitError.self) { try tally.evaluation() }
    #expect(error?.code == .nothingFitted)
    tally.add("bad", .failed("no beat"))
    #expect(throws: FitError.self) { try tally.evaluation() }
    tally.add("a", .fitted(SampleSeries.lead([ChannelName(.II), ChannelName(.V1)])))
    tally.add("d", .fitted(SampleSeries.dipole))
    tally.add(milliseconds: [1, 2, 3])
    let evaluation = try tally.evaluation()
    #expect(evaluation.records == 2 && evaluation.beats == 4)
    #expect(evaluation.skipped == ["bad": "no beat"])
    #expect(
      evaluation.flags == ["at-bound": 1, "missing-samples": 1, "deficient-rank": 3])
    // Three leads of beats and one dipole; axes and leads that were fitted have kernels.
    #expect(evaluation.prd.count == 4 && evaluation.kernelCount.count == 6)
    #expect(evaluation.milliseconds?.median == 2)
    #expect(abs((evaluation.rankThreeRatio?.median ?? 0) - 1.2) < 1e-6)
  }
}
