import Foundation

/// The Python in which this package's peers run: NeuroKit2 and wfdb.
enum PythonPeer {
  /// The interpreter that `ECGWORKBENCH_PYTHON` names, else the one that `.ci/setup all` makes, else
  /// `python3`.
  static var interpreter: String {
    let usual = ".build/oracles/bin/python"
    return ProcessInfo.processInfo.environment["ECGWORKBENCH_PYTHON"]
      ?? (FileManager.default.isExecutableFile(atPath: usual) ? usual : "python3")
  }

  /// A process, not yet started, that runs a script.
  static func process(_ script: String) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter, "-c", script]
    process.standardError = FileHandle.nullDevice
    return process
  }
}
