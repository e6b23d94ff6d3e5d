import Foundation

/// Where a beat's samples lie in time and on the circle of its cycle.
public struct BeatTiming: Sendable, Equatable {
  /// Samples a second.
  public let samplingRate: Double
  /// Index of the R peak, at which time and phase are 0.
  public let rIndex: Int
  /// Length of the cycle in seconds.
  public let rrInterval: Double
  /// Number of samples.
  public let sampleCount: Int

  /// Samples a second that a beat may have; recordings are not read with more.
  public static let samplingRates = 1.0...100_000
  /// RR intervals in seconds that a beat may have: from faster than any ventricle to a pause that a
  /// recording of a single beat may be.
  public static let rrIntervals = 0.1...60
  /// Samples that a cycle may have, since whole cycles are simulated and measured.
  public static let longestCycle = 1_000_000.0

  /// Checks and keeps a beat's timing.
  ///
  /// - Throws: `FitError` with code `badTiming` if rate or interval is out of range, the cycle has too
  ///   many samples, the R peak is outside, or the samples take longer than one cycle.
  public init(
    samplingRate: Double, rIndex: Int, rrInterval: Double, sampleCount: Int
  ) throws(FitError) {
    let (rates, intervals) = (Self.samplingRates, Self.rrIntervals)
    guard rates.contains(samplingRate), intervals.contains(rrInterval),
      samplingRate * rrInterval <= Self.longestCycle
    else {
      throw FitError(
        code: .badTiming,
        message: "sampling rate \(samplingRate) Hz and RR interval \(rrInterval) s make no beat: "
          + "they must lie within \(rates.lowerBound) to \(rates.upperBound) Hz and "
          + "\(intervals.lowerBound) to \(intervals.upperBound) s, and a cycle have at most "
          + "\(Int(Self.longestCycle)) samples")
    }
    guard rIndex >= 0, rIndex < sampleCount else {
      throw FitError(
        code: .badTiming,
        message: "the R peak at sample \(rIndex) is not within "
          + "\(sampleCount) samples")
    }
    guard Double(sampleCount) <= rrInterval * samplingRate + 1e-6 else {
      throw FitError(
        code: .badTiming,
        message: "\(sampleCount) samples at \(samplingRate) Hz are longer than the RR interval of "
          + "\(rrInterval) s; cut the beat to one cycle")
    }
    self.samplingRate = samplingRate
    self.rIndex = rIndex
    self.rrInterval = rrInterval
    self.sampleCount = sampleCount
  }

  /// Length of the cycle in samples.
  var period: Double { max(rrInterval * samplingRate, Double(sampleCount)) }

  /// Time of a sample in seconds from the R peak.
  public func time(ofSample index: Int) -> Double { Double(index - rIndex) / samplingRate }

  /// Phase θ = 2π t/RR in radians of a time in seconds.
  public func phase(ofTime time: Double) -> Double { 2 * .pi * time / rrInterval }

  /// Adds kernels to a constant, in millivolts at every sample.
  public func model(baseline: Double, kernels: [FittedKernel]) -> [Double] {
    (0..<sampleCount).map { index in
      kernels.reduce(baseline) { sum, kernel in
        let distance = time(ofSample: index) - kernel.time
        let wrapped = distance - rrInterval * (distance / rrInterval + 0.5).rounded(.down)
        let u = wrapped / kernel.width
        return sum + kernel.amplitude * exp(-0.5 * u * u)
      }
    }
  }
}
