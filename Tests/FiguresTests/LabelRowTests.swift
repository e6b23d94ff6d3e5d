import Electrocardiogram
import Testing

@testable import Figures

@Suite struct LabelRowTests {
  @Test func textsThatDoNotCollideStayWhereTheyAre() {
    #expect(LabelRow.centres([10, 2, 30], widths: [2, 2, 4], gap: 1) == [10, 2, 30])
    #expect(LabelRow.centres([], widths: [], gap: 1) == [])
  }

  @Test func textsThatCollideMoveApartByAsLittleAsPossible() {
    // Two of width 2 at one place: half of 2 + 1 to either side.
    #expect(LabelRow.centres([5, 5], widths: [2, 2], gap: 1) == [3.5, 6.5])
    // The middle of the least-squares row is the mean of what was wanted: 0, 1, 5 and then 3 apart.
    #expect(LabelRow.centres([5, 0, 1], widths: [2, 2, 2], gap: 1) == [5, -1, 2])
  }

  /// P of dissociated atria may fall on T: both letters are read, in every lead.
  @Test func lettersOfWavesThatLieOverEachOtherDoNot() throws {
    let recording = SampleBeat.sinus.recording(seconds: 1, leads: [.II, .V1])
    let waves: [BeatFigure.MarkedWave] = [
      .init(.T, .init(onset: 0.5, peak: 0.6, offset: 0.7)),
      .init(.P, .init(onset: 0.55, peak: 0.603, offset: 0.65)),
    ]
    let sheet = try BeatFigure(recording, waves: waves).sheet()
    let letters = sheet.texts.filter { $0.style == .wave }
    #expect(letters.count == 2 * recording.channels.count)
    for pair in stride(from: 0, to: letters.count, by: 2) {
      let (t, p) = (letters[pair], letters[pair + 1])
      #expect(t.text == "T" && p.text == "P")
      // About the width of a letter, half of each.
      #expect(p.x - t.x >= PaperSheet.Text.Style.wave.width(of: "T"))
    }
  }
}
