import Measurement
import Testing

@Suite("BeatMatching")
struct BeatMatchingTests {
  @Test("found, missed and extra beats are told apart")
  func counts() {
    let m = BeatMatching(
      reference: [100, 200, 300, 400], detected: [95, 210, 350, 405, 500], tolerance: 20)
    #expect(m.found == 3)
    #expect(m.missed == [300])
    #expect(m.extra == [350, 500])
    #expect(m.sensitivity == 0.75)
    #expect(m.positivePredictivity == 0.6)
  }

  @Test("of two detected beats within reach the nearer one counts")
  func nearer() {
    let m = BeatMatching(reference: [100], detected: [90, 101], tolerance: 20)
    #expect(m == BeatMatching(reference: [100], detected: [101, 90].sorted(), tolerance: 20))
    #expect(m.found == 1)
    #expect(m.extra == [90])
  }

  @Test("of two reference beats within reach the nearer one is found")
  func nearerReference() {
    let m = BeatMatching(reference: [90, 101], detected: [100], tolerance: 20)
    #expect(m.found == 1)
    #expect(m.missed == [90])
  }

  @Test("nothing against nothing is perfect")
  func nothing() {
    let m = BeatMatching(reference: [], detected: [], tolerance: 1)
    #expect((m.sensitivity, m.positivePredictivity) == (1, 1))
  }
}
