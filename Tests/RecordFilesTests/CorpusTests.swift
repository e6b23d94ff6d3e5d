import Foundation
import Testing

/// The fuzzer's seeds and every input that once broke a parser.
@Suite("Fuzz corpus")
struct CorpusTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Corpus")

  @Test(
    "every kept input is refused or read back the same", arguments: ParserChecks.all.keys.sorted())
  func replay(parser: String) throws {
    let check = try #require(ParserChecks.all[parser])
    let folder = Self.folder.appending(path: parser)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count >= 3)
    for name in names {
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      #expect(throws: Never.self, "\(parser)/\(name)") { try check(bytes) }
      // Cut anywhere it must not crash either.
      for length in 0..<min(bytes.count, 400) {
        #expect(throws: Never.self, "\(parser)/\(name), \(length) bytes") {
          try check(Array(bytes[..<length]))
        }
      }
    }
  }
}
