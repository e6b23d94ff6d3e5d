import Foundation
import TestSupport
import Testing

/// The built command, run as a user runs it in a folder of its own.
struct Program {
  /// The executable, which lies beside the test bundle.
  static let path: String =
    Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "ecgsim").path ?? ""

  /// The working folder; it goes when the test is over.
  let folder: URL

  /// Lends a program in an empty folder.
  static func inFolder<Result>(_ body: (Program) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ecgsim-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(Program(folder: folder))
  }

  /// Runs the command, which must succeed and complain of nothing.
  ///
  /// - Returns: What it printed.
  @discardableResult
  func run(
    _ arguments: String..., at location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try Shell.run(Self.path, arguments, in: folder)
    #expect(result.status == 0, "\(arguments): \(result.standardError)", sourceLocation: location)
    let said = Self.withoutProgress(result.standardError)
    #expect(said.isEmpty, "\(said)", sourceLocation: location)
    return result.standardOutput
  }

  /// Standard error without the lines that tell after ten seconds, which a busy machine may take, how
  /// much is done.
  private static func withoutProgress(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { $0.wholeMatch(of: /[0-9]+\/[0-9]+ .+, [0-9]+ s left/) == nil }
      .joined(separator: "\n")
  }

  /// Starts the command and does not wait for its end; what it prints is dropped.
  func start(_ arguments: [String]) throws -> Process { try start(Self.path, arguments) }

  /// Starts another program in the folder.
  func start(_ executable: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits until something is so, at most a minute.
  func wait(
    until condition: () throws -> Bool, at location: SourceLocation = #_sourceLocation
  ) throws {
    let end = ContinuousClock.now + .seconds(60)
    while try !condition() {
      try #require(ContinuousClock.now < end, "waited in vain", sourceLocation: location)
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  /// Runs the command with `--json` and decodes what it prints.
  func json<Value>(
    _ arguments: String..., as type: Value.Type = [String: Any].self,
    at location: SourceLocation = #_sourceLocation
  ) throws -> Value {
    let result = try Shell.run(Self.path, arguments + ["--json"], in: folder)
    #expect(result.status == 0, "\(arguments): \(result.standardError)", sourceLocation: location)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? Value,
      "\(result.standardOutput.prefix(200))", sourceLocation: location)
  }

  /// Runs the command, which must fail with one line on standard error, print nothing else and leave
  /// the folder as it was.
  ///
  /// - Parameters:
  ///   - arguments: The command line.
  ///   - status: The exit status that it must have; a signal's would be above 128.
  ///   - words: What the line must say.
  ///   - environment: Variables that replace the test's own.
  ///   - location: Where the test calls.
  /// - Throws: If the command cannot be started.
  func fails(
    _ arguments: [String], _ status: Int32, saying words: [String],
    environment: [String: String] = [:], at location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try state()
    let result = try Shell.run(Self.path, arguments, environment: environment, in: folder)
    let line = Self.withoutProgress(result.standardError)
    #expect(result.status == status, "\(arguments): \(line)", sourceLocation: location)
    #expect(
      line.hasPrefix("ecgsim: ") && line.hasSuffix("\n")
        && line.dropLast().allSatisfy { !$0.isNewline },
      "\(arguments) says: \(line)", sourceLocation: location)
    #expect(line.count < 600, "\(line)", sourceLocation: location)
    for word in words {
      #expect(line.contains(word), "'\(word)' in: \(line)", sourceLocation: location)
    }
    #expect(
      result.standardOutput.isEmpty, "\(result.standardOutput)", sourceLocation: location)
    let after = try state()
    #expect(after == before, "\(arguments) left something", sourceLocation: location)
  }

  /// Has gnuplot draw a data file with one of the package's scripts, as a user may.
  func drawsByHand(
    _ data: String, with script: String, to kind: PictureKind,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let result = try Shell.run(
      "/usr/bin/env",
      [
        "gnuplot", "-e", "data='\(data)'; output='hand.\(kind)'",
        PackageRoot.path("Plots/\(script)"),
      ], in: folder)
    #expect(result.status == 0, "\(result.standardError)", sourceLocation: location)
    #expect(kind.holds(try bytes("hand.\(kind)")), sourceLocation: location)
  }

  /// Every file and folder below the working folder, hidden ones too, with the files' content.
  private func state() throws -> [String: Data?] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return Dictionary(
      uniqueKeysWithValues: paths.map { ($0, FileManager.default.contents(atPath: path($0))) })
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// A file's bytes.
  func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  /// A file's text.
  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Writes a text file.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  /// A JSON file's content.
  func document(_ name: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: try bytes(name)) as? [String: Any])
  }

  /// The files in the folder, sorted.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }
}

/// A command line that fails, and what it must say.
struct Mistake: CustomTestStringConvertible, Sendable {
  let arguments: [String]
  let status: Int32
  let words: [String]

  init(_ line: String, _ status: Int32, _ words: String...) {
    arguments = line.split(separator: " ").map(String.init)
    self.status = status
    self.words = words
  }

  var testDescription: String { arguments.joined(separator: " ") }

  /// Makes the mistake in an empty folder.
  func provoke() throws {
    try Program.inFolder { program in try program.fails(arguments, status, saying: words) }
  }
}

/// What a picture's file must begin with.
enum PictureKind: String, CaseIterable {
  case png, svg, pdf

  /// Whether bytes are such a picture and more than an empty page.
  func holds(_ bytes: Data) -> Bool {
    switch self {
    case .png: bytes.starts(with: [137, 80, 78, 71, 13, 10, 26, 10]) && bytes.count > 5000
    case .svg:
      bytes.starts(with: Data("<?xml".utf8)) && bytes.contains(text: "<svg")
        && bytes.contains(text: "</svg>")
    case .pdf: bytes.starts(with: Data("%PDF".utf8)) && bytes.count > 5000
    }
  }
}

extension String {
  /// The keys of printed JSON that stand behind so many blanks, in order.
  func jsonKeys(behind blanks: Int) -> [String] {
    split(separator: "\n").compactMap { line in
      let rest = line.drop { $0 == " " }
      guard line.count - rest.count == blanks, rest.first == "\"" else { return nil }
      return rest.dropFirst().split(separator: "\"").first.map(String.init)
    }
  }
}

extension Data {
  /// Whether the bytes hold a text.
  func contains(text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
