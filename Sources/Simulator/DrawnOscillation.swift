import Foundation
public import RandomNumbers
public import RhythmLibrary

/// An oscillation of one record: frequencies and phases are drawn.
public struct DrawnOscillation: Sendable, Equatable {
  /// Height in every source, in millivolts.
  public let amplitudes: [Double]
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

  /// The wave at a time in seconds, for a height of 1.
  public func unitValue(at time: Double) -> Double {
    let θ =
      phase + 2 * .pi * frequency * time
      + oscillation.frequencySwing / frequencyRate
      * sin(2 * .pi * frequencyRate * time + frequencyPhase)
    let height = 1 + oscillation.heightSwing * sin(2 * .pi * heightRate * time + heightPhase)
    return height
      * (1...oscillation.harmonics).reduce(0) { $0 + 2 / (Double($1) * .pi) * sin(Double($1) * θ) }
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
