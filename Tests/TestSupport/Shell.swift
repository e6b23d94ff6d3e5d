public import Foundation

/// Runs another program and keeps what it prints.
public enum Shell {
  /// How a program ended.
  public struct Result: Sendable {
    /// Exit status; for a signal its number plus 128.
    public let status: Int32
    /// Everything written to standard output.
    public let standardOutput: String
    /// Everything written to standard error.
    public let standardError: String
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - executable: Path of the program.
  ///   - arguments: Its arguments.
  ///   - environment: Variables that replace or join the test's own.
  ///   - folder: Working folder; the test's own if `nil`.
  /// - Returns: Exit status and output.
  /// - Throws: What `Process` throws if the program cannot be started.
  public static func run(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:],
    in folder: URL? = nil
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = folder }
    // Files, not pipes: a full pipe would stop the program.
    let stem = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let (out, err) = (stem.appendingPathExtension("out"), stem.appendingPathExtension("err"))
    defer { for file in [out, err] { try? FileManager.default.removeItem(at: file) } }
    for file in [out, err] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let signalled = process.terminationReason == .uncaughtSignal
    return Result(
      status: process.terminationStatus + (signalled ? 128 : 0),
      standardOutput: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      standardError: String(decoding: try Data(contentsOf: err), as: UTF8.self))
  }
}
