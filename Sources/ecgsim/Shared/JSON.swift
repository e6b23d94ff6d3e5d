import Foundation

/// JSON as every command prints and writes it: sorted keys, readable, not-a-number as null.
enum JSON {
  static func data(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  /// One line, for files with one value a line.
  static func line(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value) + Data("\n".utf8)
  }

  static func text(_ value: some Encodable) throws -> String {
    String(decoding: try data(value), as: UTF8.self)
  }

  /// Writes a file whole or not at all.
  static func write(_ value: some Encodable, to path: String) throws {
    try WholeFile.write(try data(value) + Data("\n".utf8), to: path)
  }
}

/// Files that are written whole or not at all.
enum WholeFile {
  static func write(_ data: Data, to path: String) throws {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(
        .cannotReadOrWrite,
        "\(path): cannot be written; check that its folder exists and that you may write there")
    }
  }
  /// Makes a folder for what a file is made of, and removes it.
  static func withFolder(_ path: String, _ body: () throws -> Void) throws {
    guard unsafe mkdir(path, 0o777) == 0 else {
      throw Failure(
        .cannotReadOrWrite, "\(path): cannot be made; check that there is room in its folder")
    }
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body()
  }
}
