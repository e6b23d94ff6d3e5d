import Electrocardiogram
import Measurement
import Testing

@Suite("ReferenceBeats")
struct ReferenceBeatsTests {
  @Test("beats are told from other annotations")
  func beats() {
    let marks = ["N", "+", "V", "x", "!", "~", "/", "p", "Q", "|", "f"].enumerated().map {
      Annotation(sample: 100 * $0.offset, symbol: $0.element)
    }
    #expect(ReferenceBeats(marks).samples == [0, 200, 600, 800, 1000])
  }

  @Test("ventricular fibrillation does not count, nor what is detected in it")
  func fibrillation() {
    let marks = [
      Annotation(sample: 100, symbol: "N"), Annotation(sample: 200, symbol: "["),
      Annotation(sample: 250, symbol: "!"), Annotation(sample: 300, symbol: "]"),
      Annotation(sample: 400, symbol: "N"), Annotation(sample: 500, symbol: "["),
      Annotation(sample: 550, symbol: "V"),
    ]
    let reference = ReferenceBeats(marks)
    #expect(reference.excluded == [200...300, 500...Int.max])
    let m = reference.matching([101, 220, 260, 350, 398, 600], tolerance: 10)
    #expect((m.found, m.missed, m.extra) == (2, [], [350]))
    // An episode that lasts from the beginning.
    let late = ReferenceBeats([
      Annotation(sample: 300, symbol: "]"), Annotation(sample: 400, symbol: "N"),
    ])
    #expect(late.excluded == [0...300])
  }

  @Test("complexes of the leads are joined where half of the leads mark them")
  func joining() {
    let reference = ReferenceBeats(
      joining: [[1000, 1502], [1010, 1500, 2000], [990], [1004, 1490]], samplingRate: 500,
      tolerance: 75)
    #expect(reference.samples == [1004, 1500])
    #expect(reference.annotated == 929...1575)
    let m = reference.matching([500, 1000, 1540, 1600], tolerance: 75)
    #expect((m.found, m.missed, m.extra) == (2, [], []))
    #expect(ReferenceBeats(joining: [[], []], samplingRate: 500, tolerance: 75).samples == [])
  }
}
