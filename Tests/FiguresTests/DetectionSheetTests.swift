import Electrocardiogram
import Figures
import Testing

@Suite struct DetectionSheetTests {
  static let rows = [
    DetectionSheet.Beats(name: "annotated", times: [0.5, 3.4, 4.4, 5.4, 12]),
    DetectionSheet.Beats(name: "detected", times: [3.4, 4.1, 5.4]),
  ]

  static func sheet(
    _ range: ClosedRange<Double> = 3...7, seconds: Double = 10
  ) throws -> DetectionSheet {
    try DetectionSheet(
      SampleBeat.sinus.recording(seconds: seconds, leads: [.II, .V1]), range: range, beats: rows,
      disputed: [0.5, 4.1, 4.4], heading: "missed at 4.4 s")
  }

  @Test func beatsOfTheStretchStandInTheirRows() throws {
    let data = try Self.sheet().dataFile()
    let zero = data["strips"][0][1]
    let ticks = data["ticks"].map { [3 + ($0[0] - zero) / 25, $0[1]] }
    #expect(ticks.count == 6)
    // Six decimals of a millimetre.
    for (tick, time) in zip(ticks, [3.4, 4.4, 5.4, 3.4, 4.1, 5.4]) {
      #expect(abs(tick[0] - time) < 1e-6)
    }
    #expect(Set(ticks.prefix(3).map { $0[1] }).count == 1)
    #expect(ticks[0][1] > ticks[3][1], "the first row is the upper one")
  }

  @Test func disagreementsAreTinted() throws {
    let data = try Self.sheet().dataFile()
    let zero = data["strips"][0][1]
    let middles = data["waves"].map { 3 + (($0[1] + $0[2]) / 2 - zero) / 25 }
    #expect(middles.count == 2)
    for (middle, time) in zip(middles, [4.1, 4.4]) { #expect(abs(middle - time) < 1e-6) }
  }

  @Test func namesAndHeadingAreThere() throws {
    let texts = try Self.sheet().texts()
    for text in ["annotated", "detected", "II", "V1", "missed at 4.4 s", "sample"] {
      #expect(texts.contains(text))
    }
  }

  @Test func aStretchIsCutToTheRecordingAndToTenSeconds() throws {
    func samples(_ range: ClosedRange<Double>, seconds: Double) throws -> Int {
      try Self.sheet(range, seconds: seconds).dataFile()["signal"].filter { $0[0] == 1 }.count
    }
    #expect(try samples(-2...3, seconds: 10) == 1500)
    #expect(try samples(7...30, seconds: 10) == 1500)
    #expect(try samples(1...30, seconds: 20) == 5000)
    let error = #expect(throws: FigureError.self) { try Self.sheet(10...12, seconds: 10) }
    #expect(error?.code == .nothingToDraw)
    #expect(error?.description.contains("10.0 s") == true)
  }
}
