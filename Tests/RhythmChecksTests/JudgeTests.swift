import Electrocardiogram
import RhythmLibrary
import Testing

@testable import RhythmChecks

@Suite struct JudgeTests {
  /// Values that a test states.
  struct Stated: MeasureSource {
    var values: [String: [Double]]
    func values(_ measure: CriterionMeasure, lead: Lead?) -> [MeasuredValue] {
      let key = lead.map { "\(measure.rawValue) \($0.rawValue)" } ?? measure.rawValue
      return (values[key] ?? []).enumerated().map { MeasuredValue(value: $1, beat: $0) }
    }
    func time(ofBeat beat: Int) -> Double? { Double(beat) }
    func kind(ofBeat beat: Int) -> BeatKind { .narrow }
  }

  func verdict(_ claim: Claim, _ values: [String: [Double]]) -> Verdict {
    Judge(record: Stated(values: values)).verdict(on: claim)
  }

  func j(_ limit: Double, over: BeatSummary = .everyBeat) -> Claim {
    .test(MeasureTest(measure: .jLevel, over: over, lower: Limit(limit, inclusive: true)))
  }

  @Test func aLimitItselfPassesOnlyWhereItIsInclusive() {
    func test(_ inclusive: Bool) -> Claim {
      .test(
        MeasureTest(measure: .prInterval, lower: Limit(200, inclusive: inclusive)))
    }
    #expect(verdict(test(true), ["prInterval": [200]]).truth == .met)
    #expect(verdict(test(false), ["prInterval": [200]]).truth == .notMet)
  }

  @Test func theWorstBeatDecidesAndIsNamed() throws {
    let claim = Claim.test(
      MeasureTest(measure: .prInterval, upper: Limit(200, inclusive: true)))
    let verdict = verdict(claim, ["prInterval": [150, 215, 160]])
    #expect(verdict.truth == .notMet)
    // 15 ms over the limit, with a ruler that may be 5 ms off.
    #expect(abs(verdict.margin + 3) < 1e-12)
    let finding = try #require(verdict.decisive)
    #expect(finding.beat == 2 && finding.beatTime == 1)
    #expect(finding.lowest == 150 && finding.median == 160 && finding.highest == 215)
  }

  @Test func medianAndAnyBeatForgiveOne() {
    for (over, truth) in [
      (BeatSummary.everyBeat, Truth.notMet), (.medianBeat, .met), (.anyBeat, .met),
    ] {
      let claim = Claim.leads([.V3], atLeast: 1, j(0.2, over: over))
      #expect(verdict(claim, ["jLevel V3": [0.1, 0.25, 0.3]]).truth == truth)
    }
  }

  @Test func whatCannotBeMeasuredIsNeitherTrueNorFalse() {
    let known = ["jLevel V3": [0.3]]
    let both = Claim.leads([.V2, .V3], atLeast: 2, j(0.2))
    #expect(verdict(both, known).truth == .notMeasurable)
    #expect(verdict(.not(both), known).truth == .notMeasurable)
    #expect(verdict(.leads([.V2, .V3], atLeast: 1, j(0.2)), known).truth == .met)
    #expect(verdict(.leads([.V2, .V3], atLeast: 2, j(0.4)), known).truth == .notMet)
    #expect(verdict(.all([both, .not(both)]), known).truth == .notMeasurable)
  }

  @Test func neighboursMustLieNextToEachOther() {
    let claim = Claim.neighbours(Lead.chest.map { SignedLead($0) }, j(0.1))
    func levels(_ raised: [Lead]) -> [String: [Double]] {
      var values: [String: [Double]] = [:]
      for lead in Lead.allCases { values["jLevel \(lead)"] = [raised.contains(lead) ? 0.2 : 0] }
      return values
    }
    #expect(verdict(claim, levels([.V2, .V3])).truth == .met)
    #expect(verdict(claim, levels([.V2, .V4])).truth == .notMet)
    #expect(verdict(claim, levels([.II, .aVF])).truth == .notMet)
  }

  @Test func aVRIsTurnedRoundBetweenIAndII() {
    let claim = Claim.neighbours(
      [SignedLead(.I), SignedLead(.aVR, isInverted: true)], j(0.1))
    #expect(verdict(claim, ["jLevel I": [0.2], "jLevel aVR": [-0.2]]).truth == .met)
    #expect(verdict(claim, ["jLevel I": [0.2], "jLevel aVR": [0.2]]).truth == .notMet)
  }

  @Test func limitsMayDifferByLead() {
    let claim = Claim.neighbours(
      [SignedLead(.V3), SignedLead(.V4)],
      .any([.all([.leadIsOneOf([.V3]), j(0.2)]), .all([.not(.leadIsOneOf([.V3])), j(0.1)])]))
    #expect(verdict(claim, ["jLevel V3": [0.2], "jLevel V4": [0.1]]).truth == .met)
    #expect(verdict(claim, ["jLevel V3": [0.19], "jLevel V4": [0.1]]).truth == .notMet)
  }
}
