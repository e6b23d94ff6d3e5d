/// A place outside the sinus node that makes impulses.
public struct Focus: Sendable, Equatable {
  /// Where it lies.
  public enum Site: String, Sendable, CaseIterable {
    /// In the atria.
    case atria
    /// At the lower end of the node: its impulses go both ways.
    case junction
    /// In the ventricles.
    case ventricles
  }

  /// When it fires.
  public enum Timing: Sendable, Equatable {
    /// By its own clock, which every impulse that reaches it sets back: it escapes where nothing
    /// faster comes, and drives where it is the fastest. Beats a minute (`nil`: the record's rate), and
    /// the standard deviation of the interval in seconds.
    case automatic(perMinute: ClosedRange<Double>?, jitter: Double)
    /// Early after beats of the heart: coupled by a part of the interval before, after every so many
    /// of them, in runs with a cycle of their own. All are drawn anew each time.
    case coupled(
      coupling: ClosedRange<Double>, every: ClosedRange<Int>, run: ClosedRange<Int>,
      cycle: ClosedRange<Double>)
  }

  /// Where it lies.
  public var site: Site
  /// When it fires.
  public var timing: Timing
  /// The beats that it causes, by name in `beats`.
  ///
  /// Without any it is the rhythm's own beat; of several, each firing draws one.
  public var beats: [String]
  /// From a junctional impulse to P, in seconds; negative where P comes first, `nil` without P.
  public var retrogradeDelay: Double?
  /// The P wave of that, by name.
  public var retrogradeBeat: String?
  /// The type of its beats as annotation files write it.
  public var symbol: String

  /// Creates a focus.
  public init(
    site: Site, timing: Timing, beats: [String] = [], retrogradeDelay: Double? = nil,
    retrogradeBeat: String? = nil, symbol: String
  ) {
    self.site = site
    self.timing = timing
    self.beats = beats
    self.retrogradeDelay = retrogradeDelay
    self.retrogradeBeat = retrogradeBeat
    self.symbol = symbol
  }
}
