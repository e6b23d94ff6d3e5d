import Foundation
import RhythmLibrary
import Testing

@Suite struct StrictReadingTests {
  /// A rhythm that reads without fault; tests spoil one line of it.
  static let good = """
    schema: 1
    title: Test
    statement: Test.
    codes: {scp: [SR], snomed: []}
    source: test
    rate: {rangePerMinute: [50, 90], defaultPerMinute: 60}
    conduction: {atria: conducted, avDelayMilliseconds: 160}
    beat:
      basis: dipole
      atRatePerMinute: 60
      QRS:
        - {atMilliseconds: 40, widthMilliseconds: 9, xyzMillivolts: [1, 0.5, 0]}
      T:
        - {atMilliseconds: 300, widthMilliseconds: 40, xyzMillivolts: [0.3, 0.1, 0]}
    criteria:
      - name: rate
        measure: heartRate
        atLeastPerMinute: 50
        source: test
        trust: textbook
    annotations: {rhythm: N}
    """

  /// The error that reading a rhythm of some files throws.
  func error(_ files: [String: String], reading name: String = "mine") throws -> RhythmError? {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (file, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: file + ".yaml"))
    }
    do throws(RhythmError) {
      _ = try RhythmCatalogue(additionalFolder: folder).rhythm(named: name)
      return nil
    } catch {
      return error
    }
  }

  @Test func theUnspoiltRhythmReads() throws {
    #expect(try error(["mine": Self.good]) == nil)
  }

  /// One spoilt line and what the message must say.
  struct Fault: Sendable, CustomStringConvertible {
    var old: String
    var new: String
    var code: RhythmError.Code
    var line: Int
    var key: String
    var says: String
    var description: String { new }
  }

  static let faults = [
    Fault(
      old: "title: Test", new: "titel: Test", code: .unknownKey, line: 2, key: "titel",
      says: "known are"),
    Fault(
      old: "avDelayMilliseconds: 160", new: "avDelaySeconds: 0.16", code: .unknownKey, line: 7,
      key: "conduction.avDelaySeconds", says: "write 'avDelayMilliseconds'"),
    Fault(
      old: "{atria: conducted, avDelayMilliseconds: 160}",
      new: "{node: {delayMilliseconds: [150, 160]}}", code: .missingKey, line: 7,
      key: "conduction", says: "the key 'sinus' is missing"),
    Fault(
      old: "atLeastPerMinute: 50", new: "atLeastMillivolts: 50", code: .unknownKey, line: 18,
      key: "criteria[1].atLeastMillivolts", says: "write 'atLeastPerMinute'"),
    Fault(
      old: "widthMilliseconds: 9,", new: "widthMilliseconds: wide,", code: .wrongType, line: 12,
      key: "beat.QRS[1].widthMilliseconds", says: "expected a number, found 'wide'"),
    Fault(
      old: "widthMilliseconds: 9,", new: "widthMilliseconds: \"9\",", code: .wrongType, line: 12,
      key: "beat.QRS[1].widthMilliseconds", says: "expected a number"),
    Fault(
      old: "widthMilliseconds: 9,", new: "widthMilliseconds: .nan,", code: .wrongType, line: 12,
      key: "beat.QRS[1].widthMilliseconds", says: "expected a number"),
    Fault(
      old: "widthMilliseconds: 9,", new: "widthMilliseconds: -9,", code: .outOfRange, line: 12,
      key: "beat.QRS[1].widthMilliseconds", says: "outside 1 to 500 ms"),
    Fault(
      old: "defaultPerMinute: 60", new: "defaultPerMinute: 91", code: .outOfRange, line: 6,
      key: "rate.defaultPerMinute", says: "outside 50 to 90 /min"),
    Fault(
      old: "[50, 90]", new: "[90, 50]", code: .outOfRange, line: 6, key: "rate.rangePerMinute",
      says: "90 is above 50"),
    Fault(
      old: "[1, 0.5, 0]", new: "[1, 0.5]", code: .outOfRange, line: 12,
      key: "beat.QRS[1].xyzMillivolts", says: "2 values instead of 3"),
    Fault(
      old: "xyzMillivolts: [1, 0.5, 0]", new: "leadMillivolts: {V1: 1}", code: .unknownKey,
      line: 12, key: "beat.QRS[1].leadMillivolts", says: "known are"),
    Fault(
      old: "basis: dipole", new: "basis: [I, III]", code: .outOfRange, line: 9,
      key: "beat.basis[2]", says: "follows from I and II"),
    Fault(
      old: "title: Test", new: "statement: Twice", code: .duplicateKey, line: 2, key: "statement",
      says: "stands twice"),
    Fault(
      old: "source: test\nrate", new: "rate", code: .missingKey, line: 1, key: "",
      says: "the key 'source' is missing"),
    Fault(
      old: "measure: heartRate", new: "measure: heartrate", code: .outOfRange, line: 17,
      key: "criteria[1].measure", says: "'heartrate' is none of"),
    Fault(
      old: "    atLeastPerMinute: 50\n", new: "", code: .missingKey, line: 16, key: "criteria[1]",
      says: "no limit"),
    Fault(
      old: "rhythm: N", new: "rhythm: NSR", code: .outOfRange, line: 21,
      key: "annotations.rhythm", says: "'NSR' is none of"),
    Fault(
      old: "trust: textbook", new: "trust: sure", code: .outOfRange, line: 20,
      key: "criteria[1].trust", says: "'sure' is none of"),
    Fault(
      old: "atria: conducted", new: "atria: silent", code: .unknownKey, line: 7,
      key: "conduction.avDelayMilliseconds", says: "only conducted atria"),
    Fault(
      old: "  - name: rate", new: "  - block: NOWHERE\n  - name: rate", code: .outOfRange, line: 16,
      key: "criteria[1].block", says: "no block of criteria 'NOWHERE'"),
    Fault(
      old: "title: Test", new: "title: &a Test", code: .syntax, line: 2, key: "",
      says: "anchors"),
    Fault(
      old: "title: Test", new: "title: [Test", code: .syntax, line: 3, key: "", says: "no YAML"),
    Fault(
      old: "schema: 1", new: "schema: 2", code: .outOfRange, line: 1, key: "schema",
      says: "2 is outside 1 to 1"),
    Fault(
      old: "title: Test", new: "title: Test\nextends: nothing", code: .outOfRange, line: 3,
      key: "extends", says: "no rhythm 'nothing'"),
    Fault(
      old: "title: Test", new: "title: Test\nis_a: [nothing]", code: .outOfRange, line: 3,
      key: "is_a[1]", says: "no rhythm 'nothing'"),
  ]

  @Test(arguments: faults)
  func aFaultIsNamedInOneLine(fault: Fault) throws {
    let spoilt = Self.good.replacing(fault.old, with: fault.new, maxReplacements: 1)
    #expect(spoilt != Self.good)
    let found = try #require(try error(["mine": spoilt]))
    #expect(found.code == fault.code)
    #expect(found.line == fault.line)
    #expect((found.key ?? "") == fault.key)
    #expect(found.message.contains(fault.says), "\(found)")
    #expect(found.file?.hasSuffix("mine.yaml") == true)
    #expect(!found.description.contains("\n"))
  }

  static let variation = """
    variation:
      patients:
        pSizePercent: 10
        qrsSizePercent: 12
        tSizePercent: 11
        kernelSizePercent: 4
        pDurationPercent: 3
        qrsDurationPercent: 4
        repolarisationPercent: 2
        axisDegrees: 7
      respiration: {sizePercent: 3, axisDegrees: 2, rangePerMinute: [12, 20]}
      source: test
      trust: derived

    """

  static let variationFaults = [
    Fault(
      old: "qrsSizePercent: 12", new: "qrsSize: 12", code: .unknownKey, line: 18,
      key: "variation.patients.qrsSize", says: "write 'qrsSizePercent'"),
    Fault(
      old: "qrsSizePercent: 12", new: "qrsSizePercent: 120", code: .outOfRange, line: 18,
      key: "variation.patients.qrsSizePercent", says: "outside 0 to 40 %"),
    Fault(
      old: "    axisDegrees: 7\n", new: "", code: .missingKey, line: 17, key: "variation.patients",
      says: "the key 'axisDegrees' is missing"),
    Fault(
      old: "[12, 20]", new: "[20, 12]", code: .outOfRange, line: 25,
      key: "variation.respiration.rangePerMinute", says: "20 is above 12"),
    Fault(
      old: "basis: dipole", new: "basis: [I, II, V1]", code: .unknownKey, line: 24,
      key: "variation.patients.axisDegrees", says: "only a dipole can be turned"),
  ]

  @Test(arguments: variationFaults)
  func aFaultOfTheVariationIsNamedInOneLine(fault: Fault) throws {
    var text = Self.good.replacing("criteria:", with: Self.variation + "criteria:")
    #expect(try error(["mine": text]) == nil)
    if fault.new.contains("basis") {
      for heights in ["[1, 0.5, 0]", "[0.3, 0.1, 0]"] {
        text = text.replacing("xyzMillivolts: " + heights, with: "leadMillivolts: {II: 1}")
      }
    }
    let found = try #require(
      try error(["mine": text.replacing(fault.old, with: fault.new, maxReplacements: 1)]))
    #expect(found.code == fault.code && found.line == fault.line && found.key == fault.key)
    #expect(found.message.contains(fault.says), "\(found)")
  }

  @Test func rhythmsThatExtendEachOtherAreRefused() throws {
    func extending(_ name: String) -> String {
      Self.good.replacing("title: Test", with: "title: Test\nextends: \(name)")
    }
    let found = try #require(try error(["mine": extending("other"), "other": extending("mine")]))
    #expect(found.code == .cycle && found.message.contains("mine → other → mine"))
    let own = try #require(try error(["mine": extending("mine")]))
    #expect(own.code == .cycle)
  }

  @Test func rhythmsThatAreEachOtherAreRefused() throws {
    func being(_ name: String) -> String {
      Self.good.replacing("title: Test", with: "title: Test\nis_a: [\(name)]")
    }
    let found = try #require(try error(["mine": being("other"), "other": being("mine")]))
    #expect(found.code == .cycle && found.key == "is_a")
  }

  @Test func whatIsMissingIsNamed() throws {
    let missing = try #require(try error(["mine": Self.good], reading: "yours"))
    #expect(missing.code == .unknownRhythm && missing.message.contains("sinus-rhythm"))
    let folder = URL(fileURLWithPath: "/nowhere/at/all")
    #expect(throws: RhythmError.self) { try RhythmCatalogue(additionalFolder: folder) }
    let twice = try #require(try error(["sinus-rhythm": Self.good]))
    #expect(twice.code == .duplicateName)
  }

  @Test func hugeAndDeepFilesAreRefused() throws {
    let long = Self.good + "# " + String(repeating: "x", count: 300_000)
    #expect(try error(["mine": long])?.code == .syntax)
    let deep = Self.good.replacing(
      "[1, 0.5, 0]", with: String(repeating: "[", count: 60) + String(repeating: "]", count: 60))
    #expect(try error(["mine": deep])?.code == .syntax)
    let deepest = Self.good.replacing("title: Test", with: String(repeating: "[", count: 100_000))
    #expect(try error(["mine": deepest])?.code == .syntax)
    #expect(try error(["mine": ""])?.code == .syntax)
  }

  @Test func aBrokenFileDoesNotHideTheOthers() throws {
    #expect(try error(["mine": Self.good, "broken": "title: ["]) == nil)
  }

  @Test func spoiltBytesGiveAnErrorAndNeverACrash() throws {
    // A linear congruential generator (Knuth's MMIX constants): the same spoilt files every time.
    var state: UInt64 = 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let alphabet = Array("0-9.eE+: \n#{}[],&*!|>'\"%@`~abc".utf8)
    let total = 200
    var errors = 0
    for _ in 0..<total {
      var bytes = Array(Self.good.utf8)
      for _ in 0...next(4) {
        let place = next(bytes.count)
        switch next(3) {
        case 0: bytes[place] = alphabet[next(alphabet.count)]
        case 1: bytes.insert(alphabet[next(alphabet.count)], at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 1 + next(8)))
        }
      }
      let spoilt = String(decoding: bytes, as: UTF8.self)
      if let found = try error(["mine": spoilt]) {
        errors += 1
        #expect(!found.description.contains("\n"))
      }
    }
    #expect(errors > total / 2)
  }
}
