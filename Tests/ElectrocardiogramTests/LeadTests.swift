import Electrocardiogram
import Testing

@Suite struct LeadTests {
  @Test func namesAreReadWhateverTheirCase() {
    #expect(Lead(name: "AVR") == .aVR)
    #expect(Lead(name: "avl") == .aVL)
    #expect(Lead(name: "v1") == .V1)
    #expect(Lead(name: "Lead II") == .II)
    #expect(Lead(name: "MLII") == nil)
    #expect(Lead(name: "") == nil)
  }

  @Test func limbLeadsObeyEinthovenAndGoldberger() {
    for (I, II) in [(0.3, 1.1), (-0.7, 0.2)] {
      func value(_ lead: Lead) -> Double {
        let (a, b) = LimbLeads.weights(of: lead)!
        return a * I + b * II
      }
      #expect(abs(value(.I) + value(.III) - value(.II)) < 1e-15)
      #expect(abs(value(.aVR) + value(.aVL) + value(.aVF)) < 1e-15)
    }
  }

  @Test func missingLimbLeadsAreComputed() {
    let recording = Recording(
      name: "r", samplingRate: 500,
      channels: [
        Channel(name: "i", millivolts: [0.1, 0.2]), Channel(name: "ii", millivolts: [0.5, 0.4]),
      ])
    #expect(recording.millivolts(of: .III) == [0.4, 0.2])
    #expect(recording.millivolts(of: .V1) == nil)
  }
}
