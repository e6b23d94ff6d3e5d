import Electrocardiogram
import Figures
import Foundation
import RandomNumbers
import Testing

@Suite struct RecordSheetTests {
  static let recording = SampleBeat.sinus.recording()

  /// Names of leads in the picture, in the order drawn.
  private func leads(_ sheet: RecordSheet) throws -> [String] {
    try sheet.texts().filter { Lead(name: $0) != nil }
  }

  @Test func layoutsArrangeTheLeadsAsUsual() throws {
    let limb = ["I", "II", "III", "aVR", "aVL", "aVF"]
    let chest = ["V1", "V2", "V3", "V4", "V5", "V6"]
    #expect(
      try leads(RecordSheet(Self.recording)) == [
        "I", "aVR", "V1", "V4", "II", "aVL", "V2", "V5", "III", "aVF", "V3", "V6", "II",
      ])
    #expect(
      try leads(RecordSheet(Self.recording, layout: .sixByTwo))
        == zip(limb, chest).flatMap { [$0, $1] })
    #expect(try leads(RecordSheet(Self.recording, layout: .twelveByOne)) == limb + chest)
  }

  @Test(arguments: zip(RecordSheet.Layout.allCases, [(4, 2.5), (6, 5), (12, 10)]))
  func everyRowHasItsPulseAndEveryLeadItsTime(
    layout: RecordSheet.Layout, shape: (rows: Int, seconds: Double)
  ) throws {
    let data = try RecordSheet(Self.recording, layout: layout).dataFile()
    #expect(data["strips"].count == shape.rows)
    #expect(data["calibration"].count == shape.rows * 6)
    // All leads of one instant stand on one upright line, at 25 mm/s and 10 mm/mV.
    #expect(Set(data["strips"].map { $0[1] }).count == 1)
    #expect(data["strips"].allSatisfy { $0[3] == 25 && $0[4] == 10 })
    for row in 1...shape.rows {
      let times = data["signal"].filter { $0[0] == Double(row) }.map { $0[1] }
      #expect(times == (0..<5000).map { Double($0) / 500 })
    }
    // Two short lines wherever one lead gives way to the next.
    let places = data["ticks"].filter { $0[1].isFinite }.map { ($0[0] - data["strips"][0][1]) / 25 }
    let changes = stride(from: shape.seconds, to: 10, by: shape.seconds)
    let rows = layout == .threeByFour ? 3 : shape.rows
    #expect(Set(places) == Set(changes))
    #expect(places.count == 2 * rows * Array(changes).count)
  }

  @Test func samplesAreThoseOfTheLeadAndTheTime() throws {
    let data = try RecordSheet(Self.recording).dataFile()
    // Second row, third column: V2 from 5 to 7.5 s.
    let V2 = try #require(Self.recording.millivolts(of: .V2))
    let drawn = data["signal"].filter { $0[0] == 2 && $0[1] >= 5 && $0[1] < 7.5 }.map { $0[2] }
    #expect(drawn.count == 1250)
    for (a, b) in zip(drawn, V2[2500..<3750]) {
      #expect(abs(a - b) <= 0.5e-6)  // six decimals
    }
  }

  @Test func theSheetBeginsWhereAsked() throws {
    let data = try RecordSheet(Self.recording, layout: .twelveByOne, start: 4).dataFile()
    let I = try #require(Self.recording.millivolts(of: .I))
    let drawn = data["signal"].filter { $0[0] == 1 }
    #expect(drawn.count == 3000)
    #expect(drawn[0][1] == 0 && abs(drawn[0][2] - I[2000]) <= 0.5e-6)
    #expect(try RecordSheet(Self.recording, start: 4).texts().contains("500 Hz, 4 to 10 s"))
  }

  @Test func headingHoldsRateAndWarning() throws {
    let plain = try RecordSheet(Self.recording).texts()
    #expect(plain.contains("sample") && plain.contains("500 Hz, 0 to 10 s"))
    #expect(plain.contains("25 mm/s   10 mm/mV"))
    #expect(!plain.contains("synthetic, not for diagnosis"))
    let full = try RecordSheet(
      Self.recording, heartRatePerMinute: 71.6, isSynthetic: true
    ).texts()
    #expect(full.contains("72/min, 500 Hz, 0 to 10 s"))
    #expect(full.contains("synthetic, not for diagnosis"))
  }

  @Test func limbLeadsAreComputedAndOthersMissed() throws {
    let eight = SampleBeat.sinus.recording(leads: Lead.independent)
    #expect(
      try RecordSheet(eight).dataFile()["signal"]
        == RecordSheet(Self.recording).dataFile()["signal"])
    let two = Recording(
      name: "two", samplingRate: 360,
      channels: ["MLII", "V5"].map {
        Channel(name: $0, millivolts: Array(repeating: 0.1, count: 720))
      })
    let error = try #require(throws: FigureError.self) { try RecordSheet(two) }
    #expect(error.code == .missingLeads)
    #expect(
      error.description
        == "layout 3x4+1 needs twelve leads; recording 'two' lacks I, II, III, aVR, "
        + "aVL, aVF, V1, V2, V3, V4, V6 and has MLII, V5; layout 12x1 draws whatever there is")
    let texts = try RecordSheet(two, layout: .twelveByOne).texts()
    #expect(texts.contains("MLII") && texts.contains("V5") && texts.contains("360 Hz, 0 to 2 s"))
  }

  @Test func unitsOfAConverterAreNoMillivolts() throws {
    let raw = Recording(
      name: "raw", samplingRate: 360, channels: [Channel(name: "II", millivolts: [0, .nan, -2048])])
    let error = try #require(throws: FigureError.self) {
      try RecordSheet(raw, layout: .twelveByOne)
    }
    #expect(error.code == .tooLarge)
    #expect(
      error.description.contains("'II' reaches 2048.0 mV") && error.description.contains("gain"))
    let most = Recording(
      name: "most", samplingRate: 360,
      channels: [Channel(name: "II", millivolts: [0, RecordSheet.largestVoltage])])
    _ = try RecordSheet(most, layout: .twelveByOne).dataFile()
  }

  @Test func nothingFromTheStartOnIsAnError() throws {
    for start in [10, 11, -1, Double.nan] {
      let error = try #require(throws: FigureError.self) {
        try RecordSheet(Self.recording, start: start)
      }
      #expect(error.code == .nothingToDraw)
    }
    let empty = Recording(name: "empty", samplingRate: 500, channels: [])
    #expect(throws: FigureError.self) { try RecordSheet(empty) }
  }

  @Test func missingSamplesLiftThePen() throws {
    var recording = Self.recording
    for channel in recording.channels.indices {
      recording.channels[channel].millivolts.replaceSubrange(
        1000..<1100, with: Array(repeating: .nan, count: 100))
    }
    let data = try RecordSheet(recording, layout: .twelveByOne).dataFile()
    let gaps = data["signal"].filter { $0[2].isNaN }
    #expect(gaps.count == 1200)
    #expect(gaps.allSatisfy { $0[1] >= 2 && $0[1] < 2.2 })
  }

  @Test func anArtefactDoesNotMakeAPageOfMetres() throws {
    var recording = Self.recording
    recording.channels[3].millivolts[700] = 1000
    let page = try #require(try RecordSheet(recording).dataFile()["page"].first)
    #expect(page[1] < 300)
  }

  @Test func noNameOfALeadTouchesATrace() throws {
    var generator = Philox(seed: 3)
    for round in 0..<6 {
      // Slow waves of up to 3 mV, with beats that begin anywhere.
      let channels = Lead.allCases.map { lead in
        let phase = 6 * generator.uniform()
        let first = 0.8 * generator.uniform()
        let height = 3 * generator.uniform()
        var strip = SampleBeat.anterior.strip(
          in: lead, seconds: 10, samplingRate: 100, perMinute: 80, first: first)
        for index in strip.indices { strip[index] += height * sin(Double(index) / 160 + phase) }
        return Channel(name: lead.rawValue, millivolts: strip)
      }
      let recording = Recording(name: "r", samplingRate: 100, channels: channels)
      let layout = RecordSheet.Layout.allCases[round % 3]
      let data = try RecordSheet(recording, layout: layout).dataFile()
      let points = data["signal"].map { point in
        let strip = data["strips"][Int(point[0]) - 1]
        return (x: strip[1] + 25 * point[1], y: strip[2] + 10 * point[2])
      }
      let names = data.texts.filter { $0.style == 3 }
      #expect(names.count == (layout == .threeByFour ? 13 : 12))
      for name in names {
        // DejaVu Sans Bold of 9 points: capitals are 2.3 mm high, letters at most 2.5 mm wide.
        let end = name.x + 2.5 * Double(name.text.count)
        let touching = points.first {
          $0.x > name.x && $0.x < end && abs($0.y - name.y) < 1.3
        }
        #expect(touching == nil, "\(name.text) in \(layout)")
      }
    }
  }
}
