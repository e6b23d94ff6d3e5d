import CGnuplot
import Glibc

/// What can go wrong between this process and gnuplot.
public struct GnuplotError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: Sendable, Equatable {
    /// The program was not found.
    case notInstalled
    /// The operating system refused a process, a pipe or a temporary file.
    case system
    /// gnuplot ended before it had read all commands.
    case endedEarly
    /// gnuplot ended with an error of its own.
    case failed
  }

  /// The kind of failure.
  public let code: Code
  /// One or more sentences: what happened, with gnuplot's own words, and what to try.
  public let description: String

  init(code: Code, description: String) {
    self.code = code
    self.description = description
  }

  /// A program that could not be started.
  init(starting program: String, status: cgnuplot_status, errorNumber: Int32) {
    if status == CGNUPLOT_NOT_FOUND {
      let place = program.contains("/") ? "" : " on the search path"
      self.init(
        code: .notInstalled,
        description: "there is no program '\(program)'\(place), which draws the figures; "
          + "install the Debian package gnuplot-nox")
    } else {
      self.init(
        code: .system,
        description: "cannot start '\(program)': \(String(cString: strerror(errorNumber)))")
    }
  }

  /// A gnuplot that ended with another status than zero.
  init(exitStatus: Int32, messages: String) {
    let end = exitStatus > 128 ? "was ended by signal \(exitStatus - 128)" : "failed"
    let words = messages.split(whereSeparator: \.isNewline)
      .map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty }
      .joined(separator: " / ")
    self.init(
      code: .failed,
      description: "gnuplot \(end) (status \(exitStatus))" + (words.isEmpty ? "" : ": \(words)"))
  }
}
