import Foundation

/// The files that a command makes: all of them appear, each whole, or none does.
///
/// They are written into a hidden folder beside their place and moved there at the end, so that work
/// that fails, or is interrupted, leaves what was there before. Making that folder tells before any
/// work begins whether there may be written at all.
struct OutputFiles: ~Copyable {
  /// The hidden folder of each folder that is written to.
  private var stages: [String: StagingFolder] = [:]
  private var reserved: Set<String> = []

  /// Prepares a place for each file.
  ///
  /// - Parameter named: Options and what they were given; `nil` for those that were not.
  /// - Throws: a failure if a path is a folder, is named twice, or its folder cannot be written to.
  init(_ named: [(option: String, path: String?)]) throws {
    for (option, path) in named {
      guard let path else { continue }
      try reserve(path, for: option)
    }
  }

  private mutating func reserve(_ path: String, for option: String) throws {
    let url = URL(fileURLWithPath: path)
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      throw Failure(
        .cannotReadOrWrite, "\(option) \(path): that is a folder; name a file in it")
    }
    guard reserved.insert(url.path).inserted else {
      throw Failure(.badUse, "\(option) \(path): another option writes that file; name another")
    }
    let folder = url.deletingLastPathComponent()
    guard stages[folder.path] == nil else { return }
    guard let stage = StagingFolder(in: folder.path) else {
      throw Failure(
        .cannotReadOrWrite,
        "\(option) \(path): cannot be written; check that its folder exists and that you may write "
          + "there")
    }
    stages[folder.path] = stage
  }

  /// Has a file written.
  ///
  /// - Parameters:
  ///   - path: A path that was prepared, or another in the same folder.
  ///   - body: Writes to the path that it is given, which has the same name.
  /// - Returns: What the body returns.
  /// - Throws: What the body throws, about the path that the user named.
  func write<Result>(_ path: String, _ body: (String) throws -> Result) throws -> Result {
    let url = URL(fileURLWithPath: path)
    guard let stage = stages[url.deletingLastPathComponent().path] else {
      preconditionFailure("\(path) was not prepared")
    }
    let staged = stage.path + "/" + url.lastPathComponent
    guard unsafe access(staged, F_OK) != 0 else {
      throw Failure(.badUse, "\(path): two outputs would be that file; name another for one")
    }
    do {
      return try body(staged)
    } catch {
      guard let failure = Failure(translating: error) else { throw error }
      throw Failure(
        failure.status, failure.message.replacingOccurrences(of: staged, with: path))
    }
  }

  /// Moves everything to its place.
  consuming func publish() throws {
    let stages = stages
    try Interruption.postponed { try Self.move(stages) }
  }

  private static func move(_ stages: [String: StagingFolder]) throws {
    var moves: [(from: String, to: String)] = []
    for (folder, stage) in stages {
      for name in try FileManager.default.contentsOfDirectory(atPath: stage.path) {
        moves.append(
          (stage.path + "/" + name, URL(fileURLWithPath: folder).appending(path: name).path))
      }
    }
    // What cannot be replaced is found out before anything is.
    for (_, place) in moves where FitFolder.isFolder(place) {
      throw Failure(.cannotReadOrWrite, "\(place): is a folder and cannot be replaced; remove it")
    }
    for (staged, place) in moves {
      // Replaces in one step what has that name.
      guard unsafe rename(staged, place) == 0 else {
        throw Failure(.cannotReadOrWrite, "\(place): cannot be replaced; remove it first")
      }
    }
  }
}
