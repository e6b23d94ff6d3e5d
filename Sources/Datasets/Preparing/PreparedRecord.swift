public import Statements

/// A recording as a network learns from it.
public struct PreparedRecord: Sendable, Equatable {
  /// What is known of it.
  public var label: RecordLabel
  /// The eight independent leads in mV, `[lead][sample]`, as long as the settings say; zeros after the end.
  public var signal: [[Float]]
  /// The average beat in mV, `[lead][sample]`, each lead's median 0; zeros if there is none.
  public var beat: [[Float]]
  /// The fitted beat: for each lead and kernel height in mV, centre in s from the R peak, width in s.
  public var kernels: [[Float]]

  /// Collects what is known.
  public init(label: RecordLabel, signal: [[Float]], beat: [[Float]], kernels: [[Float]]) {
    self.label = label
    self.signal = signal
    self.beat = beat
    self.kernels = kernels
  }
}

/// What is known of a prepared recording, one line of a shard's `.jsonl`.
public struct RecordLabel: Sendable, Codable, Equatable {
  /// The set and the name in it.
  public var source: String, name: String
  /// The patient within the set.
  public var patient: String
  /// The fold, the publisher's or, where there is none, one drawn from the patient's name.
  public var fold: Int
  /// Samples before the end.
  public var sampleCount: Int
  /// R peaks, by sample.
  public var rPeaks: [Int]
  /// Length of the fitted beat's cycle in seconds; 0 if there is no fit.
  public var rrInterval: Double
  /// PRD of the fit over all leads in percent; 0 if there is none.
  public var fitPRD: Double
  /// What a network is told of it.
  public var condition: Condition

  /// Whether there is an average beat, and a fit of it.
  public var hasFit: Bool { rrInterval > 0 }
}
