public import Foundation

/// A Python with NumPy, SciPy, wfdb and NeuroKit2, which check this package from outside.
///
/// `.ci/setup all` makes one in `.build/oracles`; `ECGWORKBENCH_PYTHON` names another.
public enum OraclePython {
  /// The interpreter, if there is one.
  public static let executable: URL? = {
    let named = ProcessInfo.processInfo.environment["ECGWORKBENCH_PYTHON"]
    let path = named ?? PackageRoot.path(".build/oracles/bin/python")
    return FileManager.default.isExecutableFile(atPath: path) ? URL(fileURLWithPath: path) : nil
  }()

  /// Whether there is one.
  public static var isPresent: Bool { executable != nil }

  /// What a skipped test says.
  public static let hint = "run '.ci/setup all' or set ECGWORKBENCH_PYTHON"

  /// Runs a script and returns what it printed.
  ///
  /// - Parameters:
  ///   - script: The program's text, or a path if it ends in `.py`.
  ///   - arguments: What follows it on the command line.
  /// - Returns: Everything written to standard output.
  /// - Throws: `Failure` with the script's own error text if it ends with another status than zero.
  public static func run(_ script: String, _ arguments: [String] = []) throws -> String {
    guard let executable else { throw Failure(message: hint) }
    let head = script.hasSuffix(".py") ? [script] : ["-c", script]
    let result = try Shell.run(executable.path, head + arguments)
    guard result.status == 0 else { throw Failure(message: result.standardError) }
    return result.standardOutput
  }

  /// A script that failed.
  public struct Failure: Error, CustomStringConvertible {
    /// What it printed as error.
    public let message: String
    /// The same, for the test's report.
    public var description: String { message }
  }
}
