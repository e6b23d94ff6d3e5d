/// What can go wrong when a figure is drawn.
public struct FigureError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: Sendable, Equatable {
    /// The file's ending is none of `.png`, `.svg`, `.pdf`.
    case unknownEnding
    /// A file cannot be written: its folder is missing, or the system refuses.
    case cannotWrite
    /// A recording lacks what the figure shows.
    case missingLeads
    /// The figure would have no sample in it.
    case nothingToDraw
    /// A sample is larger than any paper.
    case tooLarge
    /// There is no gnuplot.
    case gnuplotMissing
    /// gnuplot failed.
    case gnuplotFailed
  }

  /// The kind of failure.
  public let code: Code
  /// A sentence that says what happened, with which values, and what to try.
  public let description: String
  /// What caused it, such as a `GnuplotError`.
  public let underlying: (any Error)?

  init(_ code: Code, _ description: String, underlying: (any Error)? = nil) {
    self.code = code
    self.description = description
    self.underlying = underlying
  }
}
