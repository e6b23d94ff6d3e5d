import Foundation
public import RandomNumbers
public import RhythmLibrary

/// The breathing of one record, which moves size and axis of its heart in one phase.
public struct Breath: Sendable, Equatable {
  /// How far it moves them.
  public var respiration: Respiration
  /// Breaths a minute.
  public var perMinute: Double
  /// Where it stands at time 0, in turns.
  public var start: Double

  /// Draws rate and start.
  public init(_ respiration: Respiration, using random: inout Philox) {
    self.respiration = respiration
    let range = respiration.perMinute
    perMinute = range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform()
    start = random.uniform()
  }

  /// How the heart stands at a time in seconds.
  public func swing(at time: Double) -> HeartSwing {
    let level = sin(2 * .pi * (start + perMinute / 60 * time))
    return HeartSwing(size: 1 + respiration.size * level, angle: respiration.axis * level)
  }
}
