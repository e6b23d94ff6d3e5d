import Tensors

/// What must hold for any bytes whatever: the header's reader returns or throws one readable line, and
/// what it returns is consistent.
///
/// The fuzzer and the replay of its corpus run this function.
enum ParserChecks {
  /// A broken promise.
  struct Violation: Error, CustomStringConvertible {
    var description: String
  }

  static func check(_ bytes: [UInt8]) throws {
    let header: SafetensorsHeader
    do throws(TensorError) {
      header = try SafetensorsHeader(fileSize: bytes.count) { Array(bytes[$0]) }
    } catch {
      try require(error.code == .malformedFile, "code \(error.code)")
      let text = error.description.utf8
      try require(!text.contains(10) && text.count < 2000, "the error is no readable line")
      return
    }
    try require(Set(header.entries.map(\.name)).count == header.entries.count, "equal names")
    var reached = header.entries.first?.bytes.lowerBound ?? bytes.count
    for entry in header.entries {
      try require(entry.bytes.lowerBound == reached, "a hole before byte \(reached)")
      let size = entry.dataType?.size ?? 1
      let count = entry.shape.reduce(1, *)
      try require(entry.bytes.count >= count * size, "\(entry.bytes.count) bytes of \(entry.shape)")
      reached = entry.bytes.upperBound
    }
    try require(reached == bytes.count, "bytes left over")
  }

  private static func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw Violation(description: what()) }
  }
}
