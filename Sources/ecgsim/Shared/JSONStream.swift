import Foundation
import RecordFiles

extension JSON {
  /// Values as they stand in an array of other JSON: separated, not enclosed, so far to the right.
  static func elements(_ values: [some Encodable], indentation: Int) throws -> [UInt8] {
    let blanks = [UInt8](repeating: UInt8(ascii: " "), count: indentation)
    var text: [UInt8] = []
    for value in values {
      if !text.isEmpty { text += separator }
      text += blanks
      for byte in try data(value) {
        // An empty line has no blanks.
        if text.last == newline, byte != newline { text += blanks }
        text.append(byte)
      }
    }
    return text
  }

  static let separator = Array(",\n".utf8)
  static let newline = UInt8(ascii: "\n")
}

/// Writes an array as JSON, a few elements at a time, with the bytes that `JSON.write` gives.
final class JSONStream {
  private let file: FileStream
  private let end: [UInt8]
  private var isEmpty = true

  /// Begins a file that is an array.
  init(path: String) throws {
    file = try FileStream(path: path)
    end = Array("\n]\n".utf8)
    try begin("[\n")
  }

  /// Begins a file that is an object, one of whose members is the array.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - member: The array's key, which sorts before all others.
  ///   - object: The other members.
  /// - Throws: `RecordFileError`, or what the encoder of JSON throws.
  init(path: String, member: String, of object: some Encodable) throws {
    file = try FileStream(path: path)
    end = Array("\n  ],".utf8) + (try JSON.data(object)).dropFirst() + [JSON.newline]
    try begin("{\n  \"\(member)\" : [\n")
  }

  private func begin(_ text: String) throws { try file.append { $0 += Array(text.utf8) } }

  /// Appends elements; see `JSON.elements`.
  func append(_ elements: [UInt8]) throws {
    try file.append { bytes in
      if !isEmpty { bytes += JSON.separator }
      bytes += elements
    }
    isEmpty = false
  }

  /// Completes the file.
  func finish() throws {
    try file.append { $0 += end }
    try file.finish()
  }
}

/// Prints an array as JSON, a few elements at a time.
struct JSONOutput {
  private var isEmpty = true

  init() { Self.write(Array("[\n".utf8)) }

  /// Prints elements; see `JSON.elements`.
  mutating func append(_ elements: [UInt8]) {
    Self.write((isEmpty ? [] : JSON.separator) + elements)
    isEmpty = false
  }

  /// Prints the end.
  func finish() { Self.write(Array("\n]\n".utf8)) }

  private static func write(_ bytes: [UInt8]) {
    print(String(decoding: bytes, as: UTF8.self), terminator: "")
  }
}
