import Foundation

/// A tone of constant height whose frequency wanders: sin 2π(φ + f t + Σₖ βₖ sin 2π(φₖ + gₖ t)).
///
/// Where it wanders slowly, its spectrum is the distribution of its frequency (Woodward's theorem): a
/// line with a width, as breathing and the waves of blood pressure have. Unlike a sum of tones it
/// has the same power in every stretch of a minute, so that whoever measures it over a few of its
/// turns finds what was asked for.
public struct WanderingTone: Sendable, Equatable {
  /// One of the slow swings of the phase.
  struct Swing: Sendable, Equatable {
    /// Its frequency in hertz.
    var frequency: Double
    /// Where it stands at time 0, in turns.
    var start: Double
    /// How far it moves the phase, in turns.
    var turns: Double
  }

  /// Mean frequency in hertz.
  public var frequency: Double
  /// Where it stands at time 0, in turns.
  public var start: Double
  private var swings: [Swing] = []

  /// A tone that does not wander.
  public init(frequency: Double, start: Double) {
    self.frequency = frequency
    self.start = start
  }

  /// Draws a tone that wanders.
  ///
  /// - Parameters:
  ///   - frequency: Mean frequency in hertz.
  ///   - width: Standard deviation of the frequency in hertz; it stays within 2.9 of it.
  ///   - random: The record's generator.
  public init(
    frequency: Double, width: Double, using random: inout some RandomNumberGenerator
  ) {
    precondition(frequency > 3 * width && width >= 0, "\(frequency) ± \(width) Hz")
    self.init(frequency: frequency, start: random.uniform())
    let deviation = width * (2 / Double(Self.periods.count)).squareRoot()
    for period in Self.periods {
      let slow = (0.8 + 0.4 * random.uniform()) / period
      swings.append(
        Swing(frequency: slow, start: random.uniform(), turns: deviation / (2 * .pi * slow)))
    }
  }

  /// Seconds of the swings, give or take a fifth.
  private static let periods = [37.0, 53, 79, 127]

  /// The phase at a time in seconds, in turns.
  public func phase(at time: Double) -> Double {
    swings.reduce(start + frequency * time) {
      $0 + $1.turns * sin(2 * .pi * ($1.start + $1.frequency * time))
    }
  }

  /// The tone at a time in seconds, from −1 to 1.
  public func value(at time: Double) -> Double { sin(2 * .pi * phase(at: time)) }

  /// The same tone, its time 0 being another instant.
  public func from(_ time: Double) -> WanderingTone {
    var tone = self
    tone.start += frequency * time
    for index in swings.indices {
      tone.swings[index].start += swings[index].frequency * time
    }
    return tone
  }
}
