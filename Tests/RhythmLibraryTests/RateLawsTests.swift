import RhythmLibrary
import Testing

@Suite struct RateLawsTests {
  /// simECG 2022: 0.358 s a second of RR below 0.52 s; nothing is known below 0.3 s.
  @Test(arguments: [(1.2, 0.0), (0.52, 0), (0.4, 0.04296), (0.3, 0.07876), (0.2, 0.07876)])
  func pqShortensBelowItsInterval(rrInterval: Double, expected: Double) {
    #expect(abs(RateLaws.pqShortening(rrInterval: rrInterval) - expected) < 1e-12)
  }

  /// Beats that are stretched and nodes that conduct follow one law.
  @Test(arguments: [0.2, 0.28, 0.35, 0.5, 0.9])
  func theNodeShortensItsDelayByTheSame(rrInterval: Double) {
    let node = AtrioventricularNode(delayFall: .exercise)
    let delay = 0.2 - RateLaws.pqShortening(rrInterval: rrInterval)
    #expect(abs(node.delay(0.2, rrInterval: rrInterval) - delay) < 1e-12)
    // No impulse leaves within 60 ms.
    #expect(abs(node.delay(0.1, rrInterval: rrInterval) - max(delay - 0.1, 0.06)) < 1e-12)
  }
}
