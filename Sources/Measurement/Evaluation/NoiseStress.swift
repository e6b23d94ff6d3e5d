public import Electrocardiogram
import Foundation

/// Recorded noise added to a recording at a stated signal-to-noise ratio.
///
/// Each signal gets the noise signal of the same number, times one gain. With A the peak-to-peak
/// amplitude of the complexes (within 50 ms of their marks) and n the root mean square of the noise in
/// stretches of 1 s, each a mean without the lowest and highest 5 %, the ratio is
/// 10 log10(A² / 8 n²). Source: Moody, Muldrow, Mark, Comput Cardiol 11:381 (1984) and the manual of
/// the WFDB program `nst` (its numbers were not compared).
public struct NoiseStress: Sendable {
  /// When noise is added.
  public enum Pattern: String, Sendable, CaseIterable, Codable {
    /// From beginning to end.
    case throughout
    /// From the fifth minute on for two minutes in four, as the records of the MIT-BIH Noise Stress
    /// Test Database were made.
    case alternating
  }

  /// Minutes without noise at the beginning of the alternating pattern.
  static let quietMinutes = 5.0
  /// Half the stretch in seconds in which a complex is measured.
  static let complexHalfWidth = 0.05
  /// Part of the values left out at either end before a mean is taken.
  static let trimmedPart = 0.05

  /// The noise.
  public let noise: Recording
  /// Signal-to-noise ratio in decibels.
  public let decibels: Double
  /// When noise is added.
  public let pattern: Pattern

  /// Creates a stress.
  public init(noise: Recording, decibels: Double, pattern: Pattern = .throughout) {
    self.noise = noise
    self.decibels = decibels
    self.pattern = pattern
  }

  /// Adds the noise.
  ///
  /// - Parameters:
  ///   - recording: The recording; where it is longer than the noise, that begins again.
  ///   - beats: Samples of its beats, which tell how large its complexes are.
  /// - Returns: The recording with noise in every channel.
  /// - Throws: `MeasurementError.Code.unsuitableNoise` if the noise has another sampling rate, too few
  ///   signals or no amplitude; `.noBeat` if no beat lies within the recording.
  public func added(
    to recording: Recording, beats: [Int]
  ) throws(MeasurementError) -> Recording {
    try check(recording)
    var result = recording
    for (index, channel) in recording.channels.enumerated() {
      let samples = noise.channels[index].millivolts
      guard samples.allSatisfy(\.isFinite) else {
        throw unsuitable("samples of its signal '\(noise.channels[index].name)' are missing")
      }
      let size = Self.trimmedMean(stretches(of: samples).map(Self.rootMeanSquare))
      let heights = Self.complexes(
        channel.millivolts, beats, half: Int(Self.complexHalfWidth * recording.samplingRate))
      guard !heights.isEmpty else {
        throw MeasurementError(
          code: .noBeat,
          message: "record '\(recording.name)' has no beat whose size could scale the noise")
      }
      guard size > 0 else {
        throw unsuitable("its signal '\(noise.channels[index].name)' is constant")
      }
      let root = Self.trimmedMean(heights) / 8.0.squareRoot()
      let gain = root / size / pow(10, decibels / 20)
      for i in channel.millivolts.indices where isNoisy(i, recording.samplingRate) {
        result.channels[index].millivolts[i] += gain * samples[i % samples.count]
      }
    }
    return result
  }

  private func check(_ recording: Recording) throws(MeasurementError) {
    guard noise.samplingRate == recording.samplingRate else {
      throw unsuitable(
        "it has \(noise.samplingRate) samples a second and record '\(recording.name)' "
          + "\(recording.samplingRate)")
    }
    guard
      pattern == .throughout
        || Double(recording.sampleCount) > 60 * Self.quietMinutes * recording.samplingRate
    else {
      throw unsuitable(
        "record '\(recording.name)' ends before alternating noise begins, after "
          + "\(Int(Self.quietMinutes)) minutes")
    }
    guard noise.channels.count >= recording.channels.count, noise.sampleCount > 0 else {
      throw unsuitable(
        "it has \(noise.channels.count) signals and record '\(recording.name)' "
          + "\(recording.channels.count)")
    }
  }

  private func unsuitable(_ reason: String) -> MeasurementError {
    MeasurementError(
      code: .unsuitableNoise,
      message: "noise '\(noise.name)' cannot be added: \(reason); take another noise record")
  }

  private func isNoisy(_ sample: Int, _ samplingRate: Double) -> Bool {
    guard pattern == .alternating else { return true }
    let minutes = Double(sample) / samplingRate / 60 - Self.quietMinutes
    return minutes >= 0 && minutes.truncatingRemainder(dividingBy: 4) < 2
  }

  /// Stretches of one second.
  private func stretches(of samples: [Double]) -> [ArraySlice<Double>] {
    let length = max(1, Int(noise.samplingRate))
    return stride(from: 0, to: samples.count, by: length).map {
      samples[$0..<min($0 + length, samples.count)]
    }
  }

  /// The root of the mean squared distance from the mean.
  private static func rootMeanSquare(_ samples: ArraySlice<Double>) -> Double {
    let mean = samples.reduce(0, +) / Double(samples.count)
    return (samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(samples.count))
      .squareRoot()
  }

  /// Peak-to-peak amplitudes around beats.
  private static func complexes(_ samples: [Double], _ beats: [Int], half: Int) -> [Double] {
    beats.filter { $0 >= half && $0 + half < samples.count }.map { beat in
      let around = samples[beat - half...beat + half]
      return (around.max() ?? 0) - (around.min() ?? 0)
    }.filter(\.isFinite)
  }

  /// The mean without the lowest and the highest values.
  private static func trimmedMean(_ values: [Double]) -> Double {
    let left = Int(trimmedPart * Double(values.count))
    let kept = values.sorted()[left..<(values.count - left)]
    return kept.isEmpty ? 0 : kept.reduce(0, +) / Double(kept.count)
  }
}
