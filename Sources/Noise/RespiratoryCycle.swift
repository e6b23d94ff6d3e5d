import Foundation
public import RandomNumbers

/// The breathing that a record's baseline shares with its heart.
public struct RespiratoryCycle: Sendable, Equatable {
  /// The breath, from −1 to 1.
  public let tone: WanderingTone

  /// Creates a cycle of one rate: sin 2π(start + frequency · t).
  ///
  /// - Precondition: from 0 to 2 breaths a second.
  public init(breathsPerSecond: Double, start: Double) {
    self.init(WanderingTone(frequency: breathsPerSecond, start: start))
  }

  /// Creates a cycle whose rate may wander.
  ///
  /// - Precondition: from 0 to 2 breaths a second.
  public init(_ tone: WanderingTone) {
    precondition(
      (0...2).contains(tone.frequency) && tone.start.isFinite,
      "\(tone.frequency) breaths a second from turn \(tone.start)")
    self.tone = tone
  }

  /// Samples from one exact phase to the next; in between the phase is a line.
  private static let span = 32

  /// The breath at each sample.
  func samples(count: Int, rate: Double) -> [Float] {
    var row = [Float](repeating: 0, count: count)
    var next = 2 * .pi * tone.phase(at: 0)
    for first in stride(from: 0, to: count, by: Self.span) {
      let angle = next
      next = 2 * .pi * tone.phase(at: Double(first + Self.span) / rate)
      // A rotation a sample; started afresh often enough for its rounding not to add up.
      let turn = (next - angle) / Double(Self.span)
      let (c, s) = (cos(turn), sin(turn))
      var (x, y) = (cos(angle), sin(angle))
      for n in first..<min(first + Self.span, count) {
        row[n] = Float(y)
        (x, y) = (c * x - s * y, s * x + c * y)
      }
    }
    return row
  }
}
