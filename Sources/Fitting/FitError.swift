/// Why a beat cannot be fitted, or a fit file not be read.
public struct FitError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of obstacle it is.
  public enum Code: String, Sendable {
    /// A sample is missing or infinite.
    case notFinite
    /// The lead does not change.
    case flat
    /// There are not more samples than unknowns.
    case tooShort
    /// The sampling rate, RR interval or R index makes no beat.
    case badTiming
    /// A lead that the fit needs is absent.
    case leadMissing
    /// The leads do not span three dimensions.
    case deficientRank
    /// A fit file's key is absent or holds something else than it should.
    case badKey
    /// A fit file is not JSON, or not a fit file of this version.
    case notAFitFile
    /// A file cannot be read or written.
    case inaccessible
    /// A fitted beat cannot have a rate.
    case impossibleRate
    /// An unfinished run has other settings.
    case otherRun
    /// No beat of the folder could be fitted.
    case nothingFitted
  }

  /// The kind of obstacle.
  public let code: Code
  /// What happened, where, with which values, and what to try.
  public let message: String

  /// Creates an error.
  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
