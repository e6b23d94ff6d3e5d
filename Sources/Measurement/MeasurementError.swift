/// Why a recording cannot be measured.
public struct MeasurementError: Error, Equatable, CustomStringConvertible {
  /// What kind of obstacle it is.
  public enum Code: String, Sendable {
    /// The recording has no channel or no sample.
    case emptyRecording
    /// Samples are too far apart to show a QRS complex.
    case samplingRateTooLow
    /// A lead was asked for that the recording neither holds nor allows to compute.
    case leadMissing
    /// No beat, or no whole beat, was found where one is needed.
    case noBeat
    /// A beat was asked for that the recording does not have.
    case beatOutOfRange
    /// Noise does not fit the recording that it is to be added to.
    case unsuitableNoise
  }

  /// The kind of obstacle.
  public let code: Code
  /// What happened, in which record, with which values, and what to try.
  public let message: String

  /// Creates an error.
  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
