public import Foundation

/// A Python with PyTorch, which checks the tensors from outside.
///
/// `.ci/setup all` installs Debian's `python3-torch` for `/usr/bin/python3`;
/// `ECGWORKBENCH_TORCH_PYTHON` names another.
public enum TorchPython {
  /// The interpreter, if it has PyTorch.
  public static let executable: URL? = {
    let named = ProcessInfo.processInfo.environment["ECGWORKBENCH_TORCH_PYTHON"]
    let path = named ?? "/usr/bin/python3"
    // Finding a module is quick; importing this one takes seconds.
    let look = "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)"
    guard FileManager.default.isExecutableFile(atPath: path),
      (try? Shell.run(path, ["-c", look]))?.status == 0
    else { return nil }
    return URL(fileURLWithPath: path)
  }()

  /// Whether there is one.
  public static var isPresent: Bool { executable != nil }

  /// What a skipped test says.
  public static let hint = "run '.ci/setup all' or set ECGWORKBENCH_TORCH_PYTHON"

  /// Runs a script that may import `tensor_files` and returns what it printed.
  ///
  /// - Parameters:
  ///   - script: Path of the script.
  ///   - arguments: What follows it on the command line.
  ///   - threads: Threads of its operators.
  /// - Returns: Everything written to standard output.
  /// - Throws: `OraclePython.Failure` with the script's own error text.
  @discardableResult
  public static func run(
    _ script: String, _ arguments: [String] = [], threads: Int = 1
  ) throws -> String {
    guard let executable else { throw OraclePython.Failure(message: hint) }
    let result = try Shell.run(
      executable.path, [script] + arguments,
      environment: [
        "PYTHONPATH": PackageRoot.path("Tests/TestSupport/Oracles"),
        "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "\(threads)",
        "OPENBLAS_NUM_THREADS": "1",
      ])
    guard result.status == 0 else { throw OraclePython.Failure(message: result.standardError) }
    return result.standardOutput
  }
}
