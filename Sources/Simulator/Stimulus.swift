public import Electrocardiogram

/// A pacing pulse as the sources see it.
///
/// Pulses are added to the sources after integration: a rectangle of the true width, averaged over
/// each sample's own interval, so that at every sampling rate the sum of the samples divided by the
/// rate is amplitude times width. A pulse of 0.4 ms is one sample of a fifth of its height at 500 Hz.
public struct Stimulus: Sendable, Equatable {
  /// When, how long and where.
  public var pulse: PacingPulse
  /// Height in each source, in mV, in the order of the heart's sources.
  public var amplitudes: [Double]

  /// Creates a stimulus.
  public init(pulse: PacingPulse, amplitudes: [Double]) {
    self.pulse = pulse
    self.amplitudes = amplitudes
  }

  /// The samples that the pulse touches and the share of each sample's interval that it fills.
  ///
  /// Sample n stands for the interval from (n − ½)/rate to (n + ½)/rate.
  func shares(on grid: SampleGrid) -> [(sample: Int, share: Double)] {
    let (start, end) = (pulse.time * grid.rate + 0.5, (pulse.time + pulse.width) * grid.rate + 0.5)
    let first = max(0, Int(start.rounded(.down)))
    let last = min(grid.count - 1, Int(end.rounded(.down)))
    guard first <= last else { return [] }
    return (first...last).compactMap { sample in
      let share = min(end, Double(sample) + 1) - max(start, Double(sample))
      return share > 0 ? (sample, share) : nil
    }
  }
}
