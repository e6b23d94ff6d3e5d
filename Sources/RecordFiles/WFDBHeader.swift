/// The text file that describes a WFDB record: what `NAME.hea` says.
///
/// Source: WFDB Applications Guide, header(5). Fields that the file leaves out hold WFDB's defaults.
public struct WFDBHeader: Sendable, Equatable {
  /// The record's name.
  public var name: String
  /// Samples a second of every signal.
  public var samplingRate: Double
  /// Ticks a second of the counter that annotates the original tape; the sampling rate by default.
  public var counterFrequency: Double
  /// The counter's value at the first sample.
  public var baseCounter: Double
  /// Samples of each signal, or `nil` where the file leaves that to the signal files' size.
  public var sampleCount: Int?
  /// Time and date of the first sample as the file writes them, empty if it does not.
  public var start: String
  /// The signals in the file's order.
  public var signals: [WFDBSignal]
  /// The lines that begin with `#`, without it.
  public var comments: [String]

  /// WFDB's sampling rate where a header states none, in hertz.
  public static let defaultSamplingRate = 250.0

  /// Creates a header.
  public init(
    name: String, samplingRate: Double, sampleCount: Int?, signals: [WFDBSignal],
    comments: [String] = []
  ) {
    self.name = name
    self.samplingRate = samplingRate
    self.counterFrequency = samplingRate
    self.baseCounter = 0
    self.sampleCount = sampleCount
    self.start = ""
    self.signals = signals
    self.comments = comments
  }
}

/// One signal's line in a WFDB header.
public struct WFDBSignal: Sendable, Equatable {
  /// The file that holds the samples, in the header's folder.
  public var file: String
  /// How the file stores them.
  public var format: WFDBFormat
  /// Samples by which this signal is late: its first sample stands this many frames into the file.
  public var skew: Int
  /// Bytes before the first sample.
  public var byteOffset: Int
  /// Digital units in one physical unit; never zero.
  public var gain: Double
  /// The digital value of zero physical units.
  public var baseline: Int
  /// The physical unit.
  public var units: String
  /// Bits of the converter; 0 if unknown.
  public var resolution: Int
  /// The converter's output for zero volts.
  public var zero: Int
  /// The first sample.
  public var initialValue: Int
  /// The sum of all samples modulo 65536, if the header states it.
  public var checksum: Int?
  /// Block size of a special file; 0 for others.
  public var blockSize: Int
  /// What the signal is, usually the lead's name.
  public var description: String

  /// WFDB's gain where a header states none or zero, in units per millivolt.
  public static let defaultGain = 200.0

  /// Creates a line; what is not given has WFDB's default.
  public init(
    file: String, format: WFDBFormat, gain: Double = defaultGain, baseline: Int = 0,
    units: String = "mV", description: String
  ) {
    self.file = file
    self.format = format
    self.skew = 0
    self.byteOffset = 0
    self.gain = gain
    self.baseline = baseline
    self.units = units
    self.resolution = 0
    self.zero = 0
    self.initialValue = 0
    self.checksum = nil
    self.blockSize = 0
    self.description = description
  }
}
