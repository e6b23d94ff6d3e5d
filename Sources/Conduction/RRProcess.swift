import Foundation
public import RandomNumbers

/// How RR intervals are to vary.
public struct RRSpectrum: Sendable, Equatable {
  /// Standard deviation of the intervals in seconds.
  public var standardDeviation: Double
  /// Power between 0.04 and 0.15 Hz over power between 0.15 and 0.4 Hz (LF/HF).
  public var lowToHighRatio: Double

  /// Creates a spectrum.
  public init(standardDeviation: Double, lowToHighRatio: Double) {
    precondition(
      standardDeviation >= 0 && lowToHighRatio >= 0, "\(standardDeviation) s, \(lowToHighRatio)")
    self.standardDeviation = standardDeviation
    self.lowToHighRatio = lowToHighRatio
  }

  /// Center and width of the waves of blood pressure, and width of breathing, in hertz.
  ///
  /// Source: McSharry et al., IEEE Trans Biomed Eng 50:289 (2003), bimodal spectrum.
  static let (lowCentre, width) = (0.1, 0.01)
  /// The greatest standard deviation as a part of the mean interval: two tones reach twice as far, which
  /// leaves intervals that a heart can have.
  public static let largestPart = 0.15
}

/// The intervals of a sinus node whose spectrum is the one that was asked for.
///
/// RR(t) = m + c + a L(t) + b H(t) at the time of each beat, with L a tone that wanders at 0.1 Hz and H
/// the breath itself. In a record of two minutes or more c, a and b are found by fixed-point iteration so that mean,
/// standard deviation and the tones' variances over *this* record's beats are those asked: the
/// spectrum at uneven beats, and a few turns of a slow wave, deliver something else than their
/// expectations (ECGSYN and its descendants deliver 0.66 for a ratio of 0.5). Shorter records hold too
/// few waves to be forced; they get the expected sizes.
public struct RRProcess: Sendable, Equatable {
  /// The band of blood pressure, and the breath.
  let low, high: WanderingTone
  /// Seconds by which they move the interval.
  let lowAmplitude, highAmplitude: Double
  /// Correction of the mean in seconds.
  let offset: Double

  /// Seconds from which on a record gets what was asked in itself.
  public static let shortestExact = 120.0

  /// Draws the waves of blood pressure and finds the sizes.
  ///
  /// - Parameters:
  ///   - spectrum: What is asked.
  ///   - breath: The breath that the whole body shares.
  ///   - meanInterval: Mean RR interval in seconds.
  ///   - duration: Length of the record in seconds.
  ///   - random: The record's generator.
  public init(
    _ spectrum: RRSpectrum, breath: WanderingTone, meanInterval: Double, duration: Double,
    using random: inout Philox
  ) {
    precondition(
      spectrum.standardDeviation <= RRSpectrum.largestPart * meanInterval,
      "\(spectrum.standardDeviation) s of \(meanInterval) s")
    low = WanderingTone(
      frequency: RRSpectrum.lowCentre, width: RRSpectrum.width, using: &random)
    high = breath
    // The mean square of a sine.
    let mean = 0.5
    let share = spectrum.lowToHighRatio / (1 + spectrum.lowToHighRatio)
    var a = spectrum.standardDeviation * (share / mean).squareRoot()
    var b = spectrum.standardDeviation * ((1 - share) / mean).squareRoot()
    var c = 0.0
    if duration >= Self.shortestExact, spectrum.standardDeviation > 0 {
      for _ in 0..<Self.iterations {
        let beats = Beats(
          low: low, high: high, a: a, b: b, interval: meanInterval + c, duration: duration)
        c += meanInterval - beats.interval.mean
        // Sizes of the asked ratio, then of the asked deviation with what the bands share.
        a = (share / beats.low.variance).squareRoot()
        b = ((1 - share) / beats.high.variance).squareRoot()
        let total = (1 + 2 * a * b * beats.covariance).squareRoot()
        a *= spectrum.standardDeviation / total
        b *= spectrum.standardDeviation / total
      }
    }
    (lowAmplitude, highAmplitude, offset) = (a, b, c)
  }

  /// Each turn leaves about a tenth of the error before it.
  private static let iterations = 6

  /// What the interval at a time differs by from the node's mean, in seconds.
  func deviation(at time: Double) -> Double {
    offset + lowAmplitude * low.value(at: time) + highAmplitude * high.value(at: time)
  }
}

/// Moments of what a process delivers at its own beats.
private struct Beats {
  struct Moments {
    var sum = 0.0
    var squares = 0.0
    var count = 0.0
    mutating func add(_ value: Double) {
      sum += value
      squares += value * value
      count += 1
    }
    var mean: Double { sum / count }
    var variance: Double { squares / count - mean * mean }
  }

  var interval = Moments()
  var low = Moments()
  var high = Moments()
  private var products = 0.0

  init(
    low: WanderingTone, high: WanderingTone, a: Double, b: Double, interval: Double,
    duration: Double
  ) {
    var time = 0.0
    while time < duration {
      let (l, h) = (low.value(at: time), high.value(at: time))
      let rr = interval + a * l + b * h
      self.interval.add(rr)
      self.low.add(l)
      self.high.add(h)
      products += l * h
      time += max(rr, 0.2 * interval)
    }
  }

  var covariance: Double { products / low.count - low.mean * high.mean }
}
