import Electrocardiogram
import Figures
import Foundation
import TestSupport
import Testing

/// The paper in the picture itself, pixel by pixel.
@Suite struct PaperTests {
  typealias Colour = Picture.Colour

  // As the script states them.
  let background = Colour(0xFF, 0xFA, 0xFA)
  let minor = Colour(0xF2, 0xB5, 0xB0)
  let major = Colour(0xDD, 0x7D, 0x77)
  let trace = Colour(0, 0, 0)

  /// Flat strips: whatever is black on the paper is calibration pulse, zero line or text.
  static func flat(pulses: [PacingPulse] = []) -> FourPanels {
    FourPanels(
      (0..<4).map {
        .init(
          title: "panel \($0)", lead: .II, samplingRate: 500,
          millivolts: Array(repeating: 0, count: 1601), pacingPulses: $0 == 1 ? pulses : [])
      })
  }

  /// The lower left panel: its paper is 100 mm wide and 20 mm high, 6 mm from the left edge and
  /// 9 mm from the lower one.
  static func panel(pixels: Int) throws -> Picture {
    try Folder.with { folder in
      try flat().write(to: folder + "/a.png", options: .init(pixelsPerMillimetre: pixels))
      return try Picture(png: folder + "/a.png", width: 109 * pixels, height: 32 * pixels)
    }
  }

  @Test func gridTraceAndBackgroundAreThereAndTellApart() throws {
    let picture = try Self.panel(pixels: 5)
    let area = Double(100 * 20 * 5 * 5)
    let share = picture.histogram.mapValues { Double($0) / area }
    // Of the 25 pixels of a box 16 are background and 9 lie on its lines, a fifth of them on those
    // of large boxes; trace, lead's name and blurred edges take some away.
    #expect(share[background, default: 0] > 0.55)
    #expect(share[minor, default: 0] > 0.22)
    #expect(share[major, default: 0] > 0.05)
    #expect(share[trace, default: 0] > 0.005)
    // Light enough to leave the trace alone, dark enough to count boxes by: a grey of 1.1 to 1 is
    // hard to see, 7 to 1 is the guidelines' enhanced contrast for text.
    #expect(minor.contrast(to: background) > 1.5)
    #expect(major.contrast(to: background) > 2.5)
    #expect(major.contrast(to: trace) > 7)
  }

  @Test(arguments: [4, 10])
  func smallBoxesAreOneMillimetreSquare(pixels: Int) throws {
    let picture = try Self.panel(pixels: pixels)
    #expect(picture.size.width == 219 * pixels)
    // Along a row 1.5 mm above the paper's lower edge, then along a column 1.5 mm behind its left
    // one: both run between two lines of the grid.
    let row = Int(10.5 * Double(pixels))
    let across = lines((6 * pixels...106 * pixels).map { picture[$0, row] })
    #expect(across.count == 101)
    for (index, position) in across.enumerated() {
      // A line's middle is known to half a pixel.
      #expect(abs(position - Double(index * pixels)) <= 0.5, "line \(index) at \(position)")
    }
    let column = Int(7.5 * Double(pixels))
    let upwards = lines((9 * pixels...29 * pixels).map { picture[column, $0] })
    #expect(upwards.count == 21)
    for (index, position) in upwards.enumerated() {
      #expect(abs(position - Double(index * pixels)) <= 0.5, "line \(index) at \(position)")
    }
  }

  /// Middles of the stretches that are darker than paper.
  private func lines(_ pixels: [Colour]) -> [Double] {
    var middles: [Double] = []
    var start: Int?
    for (index, colour) in (pixels + [background]).enumerated() {
      let isLine = colour.contrast(to: background) > 1.15
      if isLine, start == nil { start = index }
      if !isLine, let first = start {
        middles.append(Double(first + index - 1) / 2)
        start = nil
      }
    }
    return middles
  }

  @Test func calibrationPulseIsOneMillivoltAndAFifthOfASecond() throws {
    let picture = try Self.panel(pixels: 10)
    let isBlack = { (x: Int, y: Int) in picture[x, y].luminance < 0.02 }
    // The pulse rises 5 mm behind the paper's left edge, over a zero line 5 mm above its lower one.
    let wall = (9 * 10...29 * 10).filter { isBlack(11 * 10, $0) }
    let foot = try #require(wall.min())
    let top = try #require(wall.max())
    // Half a line of 0.32 mm, 1.6 pixels, lies outside at either end.
    #expect(abs(top - foot - 103) <= 1)
    #expect(abs(foot - 138) <= 1)
    let roof = (6 * 10...20 * 10).filter { isBlack($0, top - 1) }
    #expect(abs(try #require(roof.max()) - (try #require(roof.min())) - 53) <= 1)
  }
}
