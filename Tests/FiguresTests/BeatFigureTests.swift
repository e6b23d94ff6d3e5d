import Electrocardiogram
import Figures
import Testing

@Suite struct BeatFigureTests {
  @Test func leadsStandBelowEachOtherOrInColumns() throws {
    for (count, shape) in [(1, (1, 1)), (3, (3, 1)), (4, (2, 2)), (8, (3, 3)), (12, (3, 4))] {
      let recording = SampleBeat.sinus.recording(
        seconds: 1, leads: Array(Lead.allCases.prefix(count)))
      let strips = try BeatFigure(recording).dataFile()["strips"]
      #expect(strips.count == count)
      #expect(Set(strips.map { $0[2] }).count == shape.0, "\(count) leads")
      #expect(Set(strips.map { $0[1] }).count == shape.1, "\(count) leads")
    }
    // Strips of 10 s leave no room for a second column.
    let long = SampleBeat.sinus.recording(seconds: 10, leads: [.I, .II, .V1, .V5])
    #expect(Set(try BeatFigure(long).dataFile()["strips"].map { $0[1] }).count == 1)
  }

  @Test func boundariesAreTintedWhereTheyLie() throws {
    let recording = SampleBeat.sinus.recording(seconds: 1, leads: [.II])
    let data = try BeatFigure(recording, waves: Samples.waves).dataFile()
    let zero = data["strips"][0][1]
    let seconds = data["waves"].map { [$0[0], ($0[1] - zero) / 25, ($0[2] - zero) / 25] }
    for (drawn, given) in zip(seconds, [[1, 0.24, 0.34], [2, 0.40, 0.48], [4, 0.60, 0.81]]) {
      for (a, b) in zip(drawn, given) { #expect(abs(a - b) < 1e-6) }  // six decimals of a mm
    }
    let texts = try BeatFigure(recording, waves: Samples.waves).texts()
    #expect(Set(["P", "QRS", "T", "II", "sample"]).isSubset(of: texts))
    #expect(!(try BeatFigure(recording).texts()).contains("QRS"))
  }

  @Test func anUnknownBoundaryEndsAtThePeak() throws {
    let recording = SampleBeat.sinus.recording(seconds: 1, leads: [.II])
    let data = try BeatFigure(
      recording, waves: [.init(.P, .init(onset: nil, peak: 0.29, offset: 0.34))]
    ).dataFile()
    #expect(abs(data["waves"][0][1] - data["strips"][0][1] - 25 * 0.29) < 1e-6)
  }

  @Test func enlargementEnlargesPaperAndScale() throws {
    let recording = SampleBeat.sinus.recording(seconds: 1, leads: [.II])
    let figure = try BeatFigure(recording, enlargement: 2)
    let data = try figure.dataFile()
    #expect(data["areas"][0][4] == 2)
    #expect(data["strips"][0][3] == 50 && data["strips"][0][4] == 20)
    #expect(try figure.texts().contains("50 mm/s   20 mm/mV   (paper enlarged 2 times)"))
  }

  @Test func headingWarningAndCutAreTold() throws {
    let long = SampleBeat.sinus.recording(seconds: 12, leads: [.II])
    let figure = try BeatFigure(long, heading: "lead II", isSynthetic: true)
    let texts = try figure.texts()
    #expect(texts.contains("lead II, first 10 s"))
    #expect(texts.contains("synthetic, not for diagnosis"))
    #expect(try figure.dataFile()["signal"].count == 5001)
    let plain = try BeatFigure(SampleBeat.sinus.recording(seconds: 1, leads: [.II])).texts()
    #expect(!plain.contains("synthetic, not for diagnosis"))
  }

  @Test func noSampleIsAnError() throws {
    for channels in [[], [Channel(name: "II", millivolts: [])]] {
      let empty = Recording(name: "empty", samplingRate: 500, channels: channels)
      let error = try #require(throws: FigureError.self) { try BeatFigure(empty) }
      #expect(error.code == .nothingToDraw)
      #expect(error.description.contains("'empty'"))
    }
  }
}
