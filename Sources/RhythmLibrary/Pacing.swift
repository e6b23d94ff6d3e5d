public import Electrocardiogram

/// The stimuli of a pacemaker; unless it states a lower rate, it is programmed to the record's.
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
  /// Beats a minute below which it paces; `nil` is the record's rate.
  public var lowerRatePerMinute: Double?
  /// Time from an atrial event to a ventricular pulse, in seconds.
  public var avDelay = 0.16
  /// Highest rate at which ventricular pulses follow the atria, beats a minute.
  public var upperRatePerMinute = 130.0
  /// Time after a ventricular event in which atrial ones are not seen (PVARP), in seconds.
  public var atrialRefractoryTime = 0.25
  /// Probability that an event is seen.
  public var sensing = 1.0
  /// Pulses from one that does not capture to the next, drawn anew each time; `nil`: all capture.
  public var capture: ClosedRange<Int>?
  /// The P waves and the beats that its pulses cause, by name in `beats`; `nil`: the rhythm's own.
  public var atrialBeat: String?
  /// Likewise.
  public var ventricularBeat: String?

  /// Creates a pacemaker that senses and captures everything.
  public init(mode: Mode, stimuli: [Stimulus]) {
    self.mode = mode
    self.stimuli = stimuli
  }
}
