/// How recordings are prepared.
public struct PreparationSettings: Sendable, Codable, Equatable {
  /// Samples a second.
  public var samplingRate = 100
  /// Length in seconds; longer recordings are cut, others must have at least `leastSeconds`.
  public var seconds = 10.0
  /// The least length in seconds without a constant tail.
  public var leastSeconds = 9.5
  /// What a recording must be like.
  public var check = SignalCheck()
  /// Kernels of the fit of each lead.
  public var kernelCount = 7
  /// Recordings in a shard.
  public var recordsPerShard = 128

  /// The settings above.
  public init() {}

  /// Samples of a prepared recording.
  public var sampleCount: Int { Int((seconds * Double(samplingRate)).rounded()) }
  /// Place of the R peak in the average beat: 0.2 s after its first sample.
  public var beatRPeak: Int { Int((0.2 * Double(samplingRate)).rounded()) }
  /// Samples of the average beat: to 0.4 s after the R peak.
  public var beatSampleCount: Int { beatRPeak + Int((0.4 * Double(samplingRate)).rounded()) + 1 }
}
