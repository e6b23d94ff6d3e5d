import Foundation
import Testing

@testable import RhythmChecks

@Suite struct AlternationTests {
  /// Beats that alternate by a part of the larger, and swing with a breath of so many beats.
  func beats(_ count: Int, part: Double, swing: Double, perBreath: Double, start: Double = 0)
    -> [Double?]
  {
    (0..<count).map { beat in
      (beat % 2 == 0 ? 1 : 1 - part)
        * (1 + swing * sin(2 * .pi * (start + Double(beat) / perBreath)))
    }
  }

  @Test(arguments: [6, 7, 10, 11, 20])
  func alternatingBeatsGiveTheirDifference(count: Int) throws {
    let found = try #require(
      Alternation(beats(count, part: 0.2, swing: 0, perBreath: 5)))
    // Even and odd weights of the window differ by less than 4 % from six beats on.
    #expect(abs(found.part - 0.2) < 0.01)
    #expect(abs(found.larger - 1) < 0.01)
  }

  /// At 60 to 100 beats and 12 to 16 breaths a minute there are 3.75 to 8.3 beats to a breath.
  @Test func breathingIsNoAlternans() throws {
    for perBreath in [3.75, 4, 5, 6.25, 8.3] {
      for count in 9...16 {
        for start in stride(from: 0, to: 1, by: 0.05) {
          let values = beats(count, part: 0, swing: 0.1, perBreath: perBreath, start: start)
          let found = try #require(Alternation(values))
          // A twentieth of the swing, which the window lets through at 3.75 beats to a breath.
          #expect(found.part < 0.006, "\(count) beats, \(perBreath) to a breath")
        }
      }
    }
  }

  @Test func breathingHidesNoAlternans() throws {
    for start in stride(from: 0, to: 1, by: 0.1) {
      let found = try #require(
        Alternation(beats(12, part: 0.2, swing: 0.1, perBreath: 5, start: start)))
      // The swing moves both heights by up to a tenth.
      #expect(abs(found.part - 0.2) < 0.04)
    }
  }

  @Test func missingBeatsKeepTheirPlaces() throws {
    var values = beats(12, part: 0.2, swing: 0, perBreath: 5)
    values[3] = nil
    // One of twelve weights is missing among the odd ones.
    #expect(abs(try #require(Alternation(values)).part - 0.2) < 0.03)
    #expect(Alternation([1, 2, nil, 1]) == nil)
    #expect(Alternation([]) == nil)
    #expect(try #require(Alternation([0, 0, 0, 0])).part == 0)
  }
}
