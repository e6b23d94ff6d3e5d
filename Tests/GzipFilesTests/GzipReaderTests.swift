import Foundation
import GzipFiles
import TestSupport
import Testing

@Suite struct GzipReaderTests {
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func readAll(_ path: String) throws -> [UInt8] {
    let reader = try GzipReader(path: path)
    var (all, bytes): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1000))
    while case let count = try reader.read(into: &bytes, 0..<1000), count > 0 {
      all += bytes[..<count]
    }
    return all
  }

  @Test func plainAndPackedFilesGiveTheSameBytes() throws {
    try inFolder { folder in
      let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 5) }
      let path = folder.appending(path: "a").path
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(try readAll(path) == bytes)
      #expect(try Shell.run("/usr/bin/env", ["gzip", path]).status == 0)
      #expect(try readAll(path + ".gz") == bytes)
    }
  }

  @Test func cutAndDamagedFilesAreTold() throws {
    try inFolder { folder in
      let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 5) }
      let path = folder.appending(path: "a").path
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(try Shell.run("/usr/bin/env", ["gzip", path]).status == 0)
      let packed = try Data(contentsOf: URL(fileURLWithPath: path + ".gz"))
      try packed.prefix(packed.count - 9).write(to: URL(fileURLWithPath: path))
      let cut = #expect(throws: GzipError.self) { try readAll(path) }
      #expect(cut?.code == .truncated)
      var damaged = packed
      damaged[packed.count - 6] ^= 0xFF  // its checksum
      try damaged.write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: GzipError.self) { try readAll(path) }
      #expect(error?.code == .malformed)
    }
  }

  @Test func whatIsNoFileIsRefused() {
    for path in ["/nowhere", "/"] {
      let error = #expect(throws: GzipError.self) { try GzipReader(path: path) }
      #expect(error?.code == .cannotRead && error?.description.hasPrefix(path) == true)
    }
  }
}
