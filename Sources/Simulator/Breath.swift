public import Conduction
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
  /// The breath where its rate wanders; `nil` is a sine of one rate.
  public var wandering: WanderingTone?

  /// A breath at the middle of the range that begins at time 0.
  public init(_ respiration: Respiration) {
    self.respiration = respiration
    perMinute = (respiration.perMinute.lowerBound + respiration.perMinute.upperBound) / 2
    start = 0
  }

  /// Draws rate and start.
  public init(_ respiration: Respiration, using random: inout Philox) {
    self.respiration = respiration
    let range = respiration.perMinute
    perMinute = range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform()
    start = random.uniform()
  }

  /// What the same breath does to the sinus node; waves of blood pressure begin with it.
  public var oscillations: SinusOscillations {
    SinusOscillations(breathsPerSecond: perMinute / 60, breathStart: start, slowStart: start)
  }

  /// Lets the rate wander about its mean.
  public mutating func wander(using random: inout Philox) {
    wandering = WanderingTone(frequency: perMinute / 60, width: Self.width, using: &random)
  }

  /// Standard deviation of the breath's frequency in hertz.
  ///
  /// Source: McSharry et al., IEEE Trans Biomed Eng 50:289 (2003).
  private static let width = 0.01

  /// The breath as a tone.
  public var tone: WanderingTone {
    wandering ?? WanderingTone(frequency: perMinute / 60, start: start)
  }

  /// How the heart stands at a time in seconds.
  public func swing(at time: Double) -> HeartSwing {
    let level =
      wandering?.value(at: time) ?? sin(2 * .pi * (start + perMinute / 60 * time))
    return HeartSwing(size: 1 + respiration.size * level, angle: respiration.axis * level)
  }
}
