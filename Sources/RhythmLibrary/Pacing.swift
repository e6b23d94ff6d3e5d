public import Electrocardiogram

/// The stimuli of a pacemaker; the rate is the rhythm's own, which then is the programmed rate.
///
/// A pulse is a rectangle of its true width, added to the sources after the heart is integrated and
/// projected with them, so that limb-lead laws hold in it too. At any sampling rate its area is
/// kept: Σx/fs = amplitude × width, where each sample takes the pulse's mean over its own interval.
public struct Pacing: Sendable, Equatable {
  /// Which chamber is paced, which is sensed, and what sensing does (NBG code, first three letters).
  public enum Mode: String, Sendable, CaseIterable {
    /// Atrium paced on demand.
    case AAI
    /// Ventricle paced on demand.
    case VVI
    /// Both chambers paced and sensed.
    case DDD
  }

  /// One stimulus of every cycle.
  public struct Stimulus: Sendable, Equatable {
    /// The chamber stimulated.
    public var chamber: PacingPulse.Chamber
    /// Start of the pulse in seconds after the event that it causes; negative, since the muscle
    /// answers late.
    public var time: Double
    /// Duration in seconds.
    public var width: Double
    /// Height in every source of the beat's basis, in millivolts.
    public var amplitudes: [Double]

    /// Creates a stimulus.
    public init(
      chamber: PacingPulse.Chamber, time: Double, width: Double, amplitudes: [Double]
    ) {
      precondition(width > 0, "pulse width \(width) s is not positive")
      self.chamber = chamber
      self.time = time
      self.width = width
      self.amplitudes = amplitudes
    }
  }

  /// How the pacemaker works.
  public var mode: Mode
  /// The stimuli of one cycle.
  public var stimuli: [Stimulus]

  /// Creates a pacemaker.
  public init(mode: Mode, stimuli: [Stimulus]) {
    self.mode = mode
    self.stimuli = stimuli
  }
}
