/// What a simulated recording holds, known by construction.
///
/// Times are in seconds from the start of the recording, not rounded to samples; a wave that runs
/// over the recording's end is listed with the times it would have.
public struct GroundTruth: Sendable, Equatable, Codable {
  /// One ventricular beat.
  public struct Beat: Sendable, Equatable, Codable {
    /// The R peak: the largest spatial magnitude of QRS.
    public var rPeak: Double
    /// QRS; its offset is the J point.
    public var qrs: TimedWave
    /// T, if the beat has one.
    public var tWave: TimedWave?
    /// Beat type as annotation files write it.
    ///
    /// `N` is normal, `/` paced, `V` ventricular.
    public var symbol: String

    /// Creates a beat.
    public init(rPeak: Double, qrs: TimedWave, tWave: TimedWave?, symbol: String) {
      self.rPeak = rPeak
      self.qrs = qrs
      self.tWave = tWave
      self.symbol = symbol
    }
  }

  /// Another rhythm's begin.
  public struct RhythmChange: Sendable, Equatable, Codable {
    /// When, in seconds from the start of the recording.
    public var time: Double
    /// The rhythm's name.
    public var rhythm: String
    /// The rhythm as annotation files write it.
    public var rhythmAnnotation: String

    /// Creates a change.
    public init(time: Double, rhythm: String, rhythmAnnotation: String) {
      self.time = time
      self.rhythm = rhythm
      self.rhythmAnnotation = rhythmAnnotation
    }
  }

  /// The rhythm's name.
  public var rhythm: String
  /// The rhythm as annotation files write it, such as `(N`; empty where they have no word for it.
  public var rhythmAnnotation: String
  /// The rhythms that follow the first, ascending; `nil` if it lasts.
  public var rhythmChanges: [RhythmChange]?
  /// Ventricular beats, ascending.
  public var beats: [Beat]
  /// P waves, ascending; they need not belong to a beat.
  public var pWaves: [TimedWave]
  /// Pacing pulses, ascending.
  public var pacingPulses: [PacingPulse]

  /// Creates the truth about a recording.
  public init(
    rhythm: String, rhythmAnnotation: String, beats: [Beat], pWaves: [TimedWave],
    pacingPulses: [PacingPulse]
  ) {
    self.rhythm = rhythm
    self.rhythmAnnotation = rhythmAnnotation
    self.beats = beats
    self.pWaves = pWaves
    self.pacingPulses = pacingPulses
  }
}
