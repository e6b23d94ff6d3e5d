import Measurement
import Testing

@Suite("QTCorrection")
struct QTCorrectionTests {
  @Test("at 60 beats a minute nothing is corrected", arguments: QTCorrection.allCases)
  func sixty(law: QTCorrection) {
    #expect(abs(law.corrected(qtInterval: 0.4, rrInterval: 1) - 0.4) < 1e-12)
  }

  @Test("each law is its formula")
  func formulas() {
    // RR 0.64 s: root 0.8, cube root 0.861774, 93.75 beats a minute.
    func corrected(_ law: QTCorrection) -> Double {
      law.corrected(qtInterval: 0.36, rrInterval: 0.64)
    }
    #expect(abs(corrected(.bazett) - 0.45) < 1e-12)
    #expect(abs(corrected(.fridericia) - 0.417743) < 1e-6)
    #expect(abs(corrected(.framingham) - 0.41544) < 1e-12)
    #expect(abs(corrected(.hodges) - 0.4190625) < 1e-12)
  }
}
