import Foundation
public import RandomNumbers
public import RhythmLibrary

/// An oscillation of one record: frequencies and phases are drawn.
public struct DrawnOscillation: Sendable, Equatable {
  /// Height in every source, in millivolts.
  public let amplitudes: [Double]
  /// Seconds of its own clock at time 0.
  var clock = 0.0
  /// When it begins and ends, on its own clock; it swells and fades over `swelling`.
  var lasts = -Double.infinity...Double.infinity
  private let oscillation: Oscillation
  private let frequency, heightRate, frequencyRate: Double
  /// Phases of the wave and of its two swings, in radians.
  private let phase, heightPhase, frequencyPhase: Double

  /// Draws an oscillation whose frequency lies at a share of its range, from 0 to 1.
  init(_ oscillation: Oscillation, share: Double, using random: inout Philox) {
    func uniform(_ range: ClosedRange<Double>) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform()
    }
    self.oscillation = oscillation
    amplitudes = oscillation.amplitudes
    let range = oscillation.frequency
    frequency = range.lowerBound + share * (range.upperBound - range.lowerBound)
    heightRate = uniform(oscillation.heightRate)
    frequencyRate = uniform(oscillation.frequencyRate)
    phase = uniform(0...2 * .pi)
    heightPhase = uniform(0...2 * .pi)
    frequencyPhase = uniform(0...2 * .pi)
  }

  /// Seconds in which a wave that begins or ends swells and fades.
  private static let swelling = 0.2

  /// The wave at a time in seconds, for a height of 1.
  public func unitValue(at time: Double) -> Double {
    let time = clock + time
    let share = presence(at: time)
    guard share > 0 else { return 0 }
    let θ =
      phase + 2 * .pi * frequency * time
      + oscillation.frequencySwing / frequencyRate
      * sin(2 * .pi * frequencyRate * time + frequencyPhase)
    let height = 1 + oscillation.heightSwing * sin(2 * .pi * heightRate * time + heightPhase)
    // sin (n + 1)θ = 2 cos θ sin nθ − sin (n − 1)θ: one sine for all harmonics.
    let twoCosines = 2 * cos(θ)
    var (before, harmonic) = (0.0, sin(θ))
    var sum = 0.0
    for n in 1...oscillation.harmonics {
      sum += 2 / (Double(n) * .pi) * harmonic
      (before, harmonic) = (harmonic, twoCosines * harmonic - before)
    }
    return share * height * sum
  }

  /// How much of the wave there is, from 0 to 1.
  private func presence(at time: Double) -> Double {
    let inside = min(time - lasts.lowerBound, lasts.upperBound - time)
    guard inside < Self.swelling else { return 1 }
    return inside <= 0 ? 0 : (1 - cos(.pi * inside / Self.swelling)) / 2
  }
}

extension Rhythm {
  /// The oscillations of one record.
  public func drawnOscillations(using random: inout Philox) -> [DrawnOscillation] {
    guard !oscillations.isEmpty else { return [] }
    let share = random.uniform()
    return oscillations.map { DrawnOscillation($0, share: share, using: &random) }
  }
}
