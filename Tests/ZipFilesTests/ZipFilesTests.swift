import Foundation
import TestSupport
import Testing
import ZipFiles

@Suite struct ZipFilesTests {
  /// Runs a test in a folder of its own.
  private func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// Bytes of a linear congruential generator, which do not compress.
  private let noise: [UInt8] = {
    var state: UInt64 = 1
    return (0..<70_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }()

  /// An archive of a short text and of bytes that do not compress, and its bytes.
  private func archive(
    _ compression: ZipWriter.Compression = .deflated, in folder: URL
  ) throws -> (path: String, bytes: [UInt8]) {
    let path = folder.appending(path: "a.zip").path
    let file = folder.appending(path: "noise").path
    try Data(noise).write(to: URL(fileURLWithPath: file))
    try ZipWriter.write(
      [
        .init("text.txt", .bytes(Array("hello".utf8))), .init("noise", .file(file)),
        .init("nothing", .bytes([])),
      ], to: path, compression: compression)
    return (path, Array(try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  /// Reads every entry.
  private func contents(_ archive: ZipReader) throws -> [[UInt8]] {
    try archive.entries.indices.map { try archive.read($0, limit: 1 << 20) }
  }

  private func expectError(
    _ codes: Set<ZipError.Code>, _ words: String = "",
    at location: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    let error = #expect(throws: ZipError.self, sourceLocation: location, performing: body)
    guard let error else { return }
    #expect(codes.contains(error.code), "\(error.code): \(error)", sourceLocation: location)
    #expect(
      words.isEmpty || error.description.contains(words), "\(error)", sourceLocation: location)
  }

  @Test(arguments: [ZipWriter.Compression.stored, .deflated])
  func entriesReadBackInOrder(compression: ZipWriter.Compression) throws {
    try inFolder { folder in
      let (path, bytes) = try archive(compression, in: folder)
      for archive in [try ZipReader(path: path), try ZipReader(bytes: bytes)] {
        #expect(archive.entries.map(\.name) == ["text.txt", "noise", "nothing"])
        #expect(archive.entries.map(\.size) == [5, 70_000, 0])
        let contents = try contents(archive)
        #expect(contents == [Array("hello".utf8), noise, []])
      }
    }
  }

  @Test func theSameEntriesGiveTheSameBytesAndNothingElseIsLeft() throws {
    try inFolder { folder in
      let (_, first) = try archive(in: folder)
      // The clock of the format counts two seconds.
      Thread.sleep(forTimeInterval: 2.1)
      let (_, second) = try archive(in: folder)
      #expect(first == second)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(names) == ["a.zip", "noise"])
    }
  }

  @Test(.enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func pythonReadsThem() throws {
    try inFolder { folder in
      let (path, _) = try archive(in: folder)
      let script = """
        import sys, zipfile
        a = zipfile.ZipFile(sys.argv[1])
        assert a.testzip() is None
        assert a.read("text.txt") == b"hello" and len(a.read("noise")) == 70000
        assert all(i.date_time == (1980, 1, 1, 0, 0, 0) for i in a.infolist()), a.infolist()
        """
      _ = try OraclePython.run(script, [path])
    }
  }

  @Test func aCutOffArchiveIsRefusedWhereverItIsCut() throws {
    try inFolder { folder in
      let (_, bytes) = try archive(.stored, in: folder)
      for length in [0, 1, 4, 30, 70_000, bytes.count - 40, bytes.count - 1] {
        expectError([.malformed, .truncated, .cannotRead]) {
          _ = try contents(try ZipReader(bytes: Array(bytes[..<length])))
        }
      }
    }
  }

  @Test func aChangedByteIsNoticed() throws {
    try inFolder { folder in
      for compression in [ZipWriter.Compression.stored, .deflated] {
        var (_, bytes) = try archive(compression, in: folder)
        bytes[30_000] ^= 0x40
        let archive = try ZipReader(bytes: bytes)
        let error = #expect(throws: ZipError.self) { _ = try contents(archive) }
        #expect(error?.entry == "noise" && error?.code == .malformed)
      }
    }
  }

  @Test func whatIsTooLargeEncryptedOrUnknownIsRefused() throws {
    try inFolder { folder in
      var (path, bytes) = try archive(in: folder)
      let reader = try ZipReader(path: path)
      expectError([.tooLarge], "70000 bytes, more than 69999") {
        _ = try reader.read(1, limit: 69_999)
      }
      // The headers of the first entry: flags at byte 6 and 8, the method after them.
      let central = try #require(
        Data(bytes).range(of: Data([0x50, 0x4B, 1, 2]))?.lowerBound)
      let plain = bytes
      bytes[6] |= 1
      bytes[central + 8] |= 1
      expectError([.notSupported]) { _ = try contents(try ZipReader(bytes: bytes)) }
      bytes = plain
      bytes[8] = 99
      bytes[central + 10] = 99
      expectError([.notSupported, .malformed]) { _ = try contents(try ZipReader(bytes: bytes)) }
    }
  }

  @Test func whatCannotBeReadOrWrittenIsSaid() throws {
    try inFolder { folder in
      let missing = folder.appending(path: "no.zip").path
      expectError([.cannotRead], "No such file") { _ = try ZipReader(path: missing) }
      expectError([.malformed], "Not a zip") { _ = try ZipReader(bytes: Array("hello".utf8)) }
      let entry = ZipWriter.Entry("a", .bytes([1]))
      expectError([.cannotWrite]) {
        try ZipWriter.write([entry], to: folder.appending(path: "no/a.zip").path)
      }
      let path = folder.appending(path: "a.zip").path
      expectError([.cannotWrite], "exists") { try ZipWriter.write([entry, entry], to: path) }
      expectError([.cannotWrite], "No such file") {
        try ZipWriter.write([.init("a", .file(missing))], to: path)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }
}
