import Electrocardiogram
import Figures
import Foundation
import Testing

@Suite struct FourPanelsTests {
  static let figure = FourPanels([
    panel("Sinus rhythm", .sinus, .I),
    panel("Ventricular pacing", .paced, .V1, pulses: [0.38, 1.24, 2.10, 2.96, 3.82]),
    panel("First-degree AV block", .firstDegree, .II),
    panel("Anterior infarction", .anterior, .V3),
  ])

  static func panel(
    _ title: String, _ beat: SampleBeat, _ lead: Lead, pulses: [Double] = []
  ) -> FourPanels.Panel {
    FourPanels.Panel(
      title: title, lead: lead, samplingRate: 500,
      millivolts: beat.strip(in: lead, seconds: 4, samplingRate: 500, perMinute: 70),
      pacingPulses: pulses.map { PacingPulse(time: $0, width: 0.0005, chamber: .rightVentricle) })
  }

  @Test func titlesLeadsScaleAndPulsesAreOnThePage() throws {
    let texts = try Self.figure.texts()
    for text in [
      "a   Sinus rhythm", "b   Ventricular pacing", "c   First-degree AV block",
      "d   Anterior infarction", "I", "V1", "II", "V3", "25 mm/s   10 mm/mV",
      "short lines under a trace: pacing pulses",
    ] {
      #expect(texts.contains(text), "'\(text)' is not in \(texts)")
    }
  }

  @Test func aSyntheticPageSaysSo() throws {
    let flat = FourPanels.Panel(title: "", lead: .I, samplingRate: 500, millivolts: [0, 0])
    let panels = Array(repeating: flat, count: 4)
    #expect(
      try FourPanels(panels, isSynthetic: true).texts().contains("synthetic, not for diagnosis"))
    #expect(!(try FourPanels(panels).texts()).contains("synthetic, not for diagnosis"))
  }

  @Test func pulsesWithinTheStripAreMarkedWhereTheyAre() throws {
    let data = try Self.figure.dataFile()
    // The upper right panel's strip begins where the data file says; 25 mm are a second.
    let start = data["strips"][1][1]
    #expect(data["ticks"].map { $0[0] } == [0.38, 1.24, 2.10, 2.96].map { start + 25 * $0 })
  }
}
