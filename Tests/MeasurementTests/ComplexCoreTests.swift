import Foundation
import Testing

@testable import Measurement

@Suite("ComplexCore")
struct ComplexCoreTests {
  /// A deflection up, one down 27 samples (108 ms) later, and a slow T wave, at 250 Hz.
  private let rows = [
    (0..<250).map { i -> Double in
      func wave(_ at: Double, _ width: Double) -> Double {
        exp(-0.5 * pow((Double(i) - at) / width, 2))
      }
      return 2 * wave(100, 5) - 1.8 * wave(127, 6) + 0.6 * wave(185, 14)
    }
  ]

  @Test("covers both deflections of a wide complex and leaves the T wave out")
  func bothDeflections() {
    // Seen from either peak; from the steep sides of the first to those of the last, two and a half
    // widths from the peaks.
    for peak in [100, 127] {
      let core = ComplexCore(around: peak, in: rows, between: 0..<250)
      #expect((87...95).contains(core.first) && (132...142).contains(core.last), "\(core)")
    }
  }

  @Test("marks of one deflection leave out too much, marks of all do not")
  func coverage() {
    let core = ComplexCore(around: 100, in: rows, between: 0..<250)
    #expect(!core.isCovered(by: Marks(onset: 88, peak: 100, offset: 110)))
    #expect(core.isCovered(by: Marks(onset: 88, peak: 100, offset: 140)))
  }

  @Test("stays between the neighbours and within the recording")
  func bounds() {
    let core = ComplexCore(around: 100, in: rows, between: 96..<110)
    #expect(core.first >= 96 && core.last < 110)
    for peak in [0, 249, 400] {
      let edge = ComplexCore(around: peak, in: rows, between: 0..<250)
      #expect(edge.first <= edge.last)
    }
  }
}
