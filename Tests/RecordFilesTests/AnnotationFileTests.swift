import Electrocardiogram
import Foundation
import RecordFiles
import Testing

@Suite("Annotation file")
struct AnnotationFileTests {
  private func parse(_ words: [UInt8]) throws -> AnnotationFile {
    try AnnotationFile(parsing: words, file: "r.atr")
  }

  /// A word of six bits of code and ten bits of value.
  private func word(_ code: Int, _ value: Int) -> [UInt8] {
    [UInt8(value & 0xFF), UInt8(code << 2 | value >> 8)]
  }

  // Words by hand from annot(5).
  @Test("SKIP, NUM, SUB, CHN and AUX are read as the definition says")
  func fields() throws {
    let bytes =
      word(28, 18) + word(63, 5) + Array("(AFIB".utf8) + [0]  // rhythm at 18
      + word(1, 1023) + word(61, 0xFF) + word(62, 200) + word(60, 0x80)  // N at 1041
      + word(59, 0) + [1, 0, 2, 0] + word(5, 3)  // V at 1041 + 65538 + 3
      + word(42, 0) + word(62, 0)  // undefined, at the same sample
      + word(0, 0)
    let expected = [
      Annotation(sample: 18, symbol: "+", text: "(AFIB"),
      Annotation(sample: 1041, symbol: "N", subtype: -1, channel: 200, number: -128),
      Annotation(sample: 66582, symbol: "V", channel: 200, number: -128),
      Annotation(sample: 66582, symbol: "[42]", channel: 0, number: -128),
    ]
    #expect(try parse(bytes).annotations == expected)
  }

  @Test("definitions at the start are not annotations")
  func definitions() throws {
    func note(_ text: String) -> [UInt8] {
      word(22, 0) + word(63, text.utf8.count) + Array(text.utf8)
        + (text.utf8.count & 1 == 1 ? [0] : [])
    }
    let bytes =
      note("## time resolution: 1000") + note("## annotation type definitions")
      + note("42 Z a mark of its own") + note("## end of definitions") + note("a comment")
      + word(42, 7) + word(0, 5) + word(1, 1) + word(0, 0)
    let file = try parse(bytes)
    #expect(file.timeResolution == 1000)
    let expected = [
      Annotation(sample: 0, symbol: "\"", text: "a comment"), Annotation(sample: 7, symbol: "Z"),
      Annotation(sample: 13, symbol: "N"),
    ]
    #expect(file.annotations == expected)
  }

  @Test("an interval back in time is read, a time before the record is not")
  func negative() throws {
    let back = word(1, 100) + word(59, 0) + [0xFF, 0xFF, 0xF6, 0xFF] + word(5, 0) + word(0, 0)
    #expect(try parse(back).annotations.map(\.sample) == [100, 90])
    let before = word(59, 0) + [0xFF, 0xFF, 0xF6, 0xFF] + word(5, 0) + word(0, 0)
    expectError(.malformed, ["r.atr, byte 0", "sample -10"]) { _ = try parse(before) }
  }

  @Test("a malformed file says at which byte")
  func malformed() {
    expectError(.malformed, ["byte 0", "code 60"]) { _ = try parse([0, 0xF2]) }
    expectError(.malformed, ["byte 0", "code 52"]) { _ = try parse(word(52, 1)) }
    expectError(.truncated, ["r.atr, byte 0", "zero word"]) { _ = try parse([]) }
    expectError(.truncated, ["byte 3"]) { _ = try parse(word(1, 5) + [0]) }
    expectError(.truncated, ["text of 200 bytes"]) { _ = try parse(word(1, 5) + word(63, 200)) }
    expectError(.truncated, ["byte 4"]) { _ = try parse(word(59, 0) + [0, 0]) }
  }

  /// One of everything that the format holds.
  static let everything =
    "NLRaVFJASEj/Q~|sT*D\"=pB^t+u?![]en@xf()r".enumerated().map {
      Annotation(sample: $0.offset * $0.offset * 100, symbol: String($0.element))
    } + [
      Annotation(
        sample: 8_000_000_000, symbol: "[42]", subtype: -128, channel: 255, number: 127, text: "µ"),
      Annotation(sample: 8_000_000_000, symbol: "N", text: String(repeating: "x", count: 255)),
      Annotation(sample: 8_000_001_023, symbol: "N", subtype: 127, channel: 3, number: -128),
      Annotation(sample: 8_000_002_047, symbol: "+", channel: 3, number: -128, text: "(VT"),
    ]

  @Test("what is written is read back")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.atr").path
      for resolution in [nil, 1000.0] {
        let file = AnnotationFile(annotations: Self.everything, timeResolution: resolution)
        try file.write(to: path)
        #expect(try AnnotationFile.read(path) == file)
      }
    }
  }

  @Test("what the format cannot hold is refused and leaves the file as it was")
  func outOfRange() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.atr").path
      let old = AnnotationFile(annotations: [Annotation(sample: 1, symbol: "N")])
      try old.write(to: path)
      func refuse(_ annotation: Annotation, _ words: String) {
        expectError(.outOfRange, [path, "annotation 1", words]) {
          try AnnotationFile(annotations: [Annotation(sample: 10, symbol: "N"), annotation])
            .write(to: path)
        }
      }
      refuse(Annotation(sample: 9, symbol: "N"), "sample 9 after 10")
      refuse(Annotation(sample: 11, symbol: "P"), "symbol 'P'")
      refuse(Annotation(sample: 11, symbol: "[0]"), "symbol '[0]'")
      refuse(Annotation(sample: 11, symbol: "N", subtype: 128), "subtype 128")
      refuse(Annotation(sample: 11, symbol: "N", number: -129), "number -129")
      refuse(Annotation(sample: 11, symbol: "N", channel: -1), "channel -1")
      refuse(
        Annotation(sample: 11, symbol: "N", text: String(repeating: "µ", count: 128)), "256 bytes")
      refuse(Annotation(sample: 11, symbol: "N", text: "a\0"), "text of 2 bytes")
      expectError(.outOfRange, ["annotation 0", "'## x'"]) {
        try AnnotationFile(annotations: [Annotation(sample: 0, symbol: "\"", text: "## x")])
          .write(to: path)
      }
      #expect(try AnnotationFile.read(path) == old)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["r.atr"])
    }
  }
}
