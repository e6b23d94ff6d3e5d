internal import Electrocardiogram

/// One beat in one lead, referred to the level at its QRS onset.
struct LeadBeat {
  /// Potential without gaps and pacing pulses, in millivolts.
  let samples: [Double]
  /// The same smoothed over the mains, QRS complexes bridged: for P and T.
  let slow: [Double]
  let samplingRate: Double
  /// Waves of the beat over all leads.
  let waves: BeatWaves
  /// QRS bounds over all leads.
  let onset, j: Int
  /// First sample of the next beat's P or QRS, or the end of the recording.
  let end: Int
  /// Level at the QRS onset in millivolts.
  let level: Double

  /// Standard deviation of the lead's noise in millivolts.
  let noise: Double

  /// Time before the QRS onset over which its level is averaged, in seconds.
  static let levelTime = 0.012
  /// Time over which a potential is averaged, in seconds.
  static let averagingTime = 0.008
  /// Half the stretch of the parabola that smooths the complex, in seconds.
  static let smoothingTime = 0.005
  /// Least duration of a deflection in seconds.
  static let shortestDeflection = 0.006

  init?(
    samples: [Double], slow: [Double], samplingRate: Double, waves: BeatWaves, end: Int,
    noise: Double
  ) {
    guard let onset = waves.qrs?.onset, let j = waves.qrs?.offset, onset < j else { return nil }
    self.samples = samples
    self.slow = slow
    self.samplingRate = samplingRate
    self.waves = waves
    self.noise = noise
    self.onset = onset
    self.j = j
    self.end = max(j, min(end, samples.count - 1))
    // The complex may begin within the sample: average what lies before it.
    let before = max(1, Int(Self.levelTime * samplingRate))
    level = Self.mean(samples, (onset - before)...onset)
  }

  private static func mean(_ samples: [Double], _ range: ClosedRange<Int>) -> Double {
    let inside = range.clamped(to: 0...(samples.count - 1))
    return samples[inside].reduce(0, +) / Double(inside.count)
  }

  /// Potential around a sample over the level, averaged over 8 ms.
  func height(at sample: Int) -> Double {
    let half = max(0, Int(Self.averagingTime / 2 * samplingRate))
    return Self.mean(samples, (sample - half)...(sample + half)) - level
  }

  /// Level some time after J, or `nil` if the next beat or the end comes first.
  func height(afterJ seconds: Double) -> Double? {
    let sample = j + Int((seconds * samplingRate).rounded())
    return sample <= end ? height(at: sample) : nil
  }

  /// The complex over its level, smoothed by parabolas.
  var complex: [Double] {
    let parabola = LocalParabola(half: Int(Self.smoothingTime * samplingRate))
    return (onset...j).map { parabola.value(samples, at: $0) - level }
  }

  /// Standard deviation of white noise in samples, from the median of their second differences.
  static func noise(in samples: [Double]) -> Double {
    guard samples.count > 2 else { return 0 }
    let step = max(1, samples.count / 5000)
    let differences = stride(from: 1, to: samples.count - 1, by: step).map { i -> Double in
      let between = (samples[i - 1] + samples[i + 1]) / 2
      return abs(samples[i] - between)
    }
    let median = OrderStatistics.median(differences)
    // Variance 1 + 2 / 4; the median of a normal deviate's size is 0.6745.
    return median / (0.6745 * 1.5.squareRoot())
  }
}
