import CGnuplot
import Glibc

/// A running gnuplot that reads commands, through the C++ library gnuplot-iostream.
///
/// The program is started without a shell and without the user's start-up file. Its messages are
/// kept and become part of the error if it fails; nothing is printed. A process that ends early does
/// not raise SIGPIPE in this one. Not safe to use from two threads at once.
///
/// ```swift
/// var gnuplot = try GnuplotProcess()
/// try gnuplot.send("set terminal pngcairo\nset output \(GnuplotProcess.quoted(path))\n")
/// try gnuplot.send("plot sin(x)\n")
/// try gnuplot.finish()
/// ```
public struct GnuplotProcess: ~Copyable {
  /// Owned; given back to C by `finish()` or by `deinit`, whichever comes first.
  private let session: OpaquePointer

  /// Starts gnuplot.
  ///
  /// - Parameter program: The program's path, or a name that is looked up in `PATH`.
  /// - Throws: `GnuplotError.Code.notInstalled` if there is no such program, `.system` if the
  ///   operating system refuses another process.
  public init(program: String = "gnuplot") throws(GnuplotError) {
    var session: OpaquePointer?
    var errorNumber: Int32 = 0
    let status = cgnuplot_start(program, &session, &errorNumber)
    guard let session, status == CGNUPLOT_OK else {
      throw GnuplotError(starting: program, status: status, errorNumber: errorNumber)
    }
    self.session = session
  }

  deinit {
    _ = Self.end(session)
  }

  /// Writes commands; each ends with a newline.
  ///
  /// Text from outside belongs in a data file (see `dataField(_:)`); where a command needs it, it
  /// goes through `quoted(_:)`.
  ///
  /// - Throws: `GnuplotError.Code.endedEarly` if gnuplot no longer reads, which it does after a
  ///   command that it could not obey; `finish()` then tells why.
  public mutating func send(_ commands: String) throws(GnuplotError) {
    var commands = commands
    let status = commands.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cgnuplot_send(session, $0.baseAddress, $0.count)
      }
    }
    guard status == CGNUPLOT_OK else {
      throw GnuplotError(
        code: .endedEarly,
        description: "gnuplot stopped reading its commands")
    }
  }

  /// Ends the input and waits until gnuplot has drawn everything.
  ///
  /// - Returns: What gnuplot printed; warnings, as a rule nothing.
  /// - Throws: `GnuplotError.Code.failed` with gnuplot's own message if it did not end well.
  @discardableResult
  public consuming func finish() throws(GnuplotError) -> String {
    let session = session
    discard self
    let (exitStatus, messages) = Self.end(session)
    guard exitStatus == 0 else {
      throw GnuplotError(exitStatus: exitStatus, messages: messages)
    }
    return messages
  }

  /// Starts gnuplot, sends it the commands and waits until it has drawn everything.
  ///
  /// - Returns: What gnuplot printed.
  /// - Throws: As `init` and `finish()`, so that a command that gnuplot could not obey is reported in
  ///   gnuplot's own words.
  @discardableResult
  public static func run(
    _ commands: String, program: String = "gnuplot"
  ) throws(GnuplotError) -> String {
    var process = try GnuplotProcess(program: program)
    var ended: GnuplotError?
    do { try process.send(commands) } catch { ended = error }
    let messages = try process.finish()
    if let ended { throw ended }
    return messages
  }

  /// Gives the session back to C.
  private static func end(_ session: OpaquePointer) -> (exitStatus: Int32, messages: String) {
    var exitStatus: Int32 = 0
    var text: UnsafeMutablePointer<CChar>?
    _ = cgnuplot_finish(session, &exitStatus, &text)
    defer { free(text) }
    return (exitStatus, text.map { String(cString: $0) } ?? "")
  }
}
