import Electrocardiogram
import RecordFiles
import Testing

@Suite("WFDB record")
struct WFDBRecordTests {
  private func read(
    _ header: String, _ files: [String: [UInt8]], verifyingChecksums: Bool = true
  ) throws -> WFDBRecord {
    try WFDBRecord(
      header: WFDBHeader(parsing: Array(header.utf8), file: "r.hea"), file: "r.hea",
      verifyingChecksums: verifyingChecksums
    ) { name throws(RecordFileError) in
      guard let bytes = files[name] else {
        throw RecordFileError(.cannotRead, file: name, "is absent", advice: "add it")
      }
      return bytes
    }
  }

  // Bytes by hand from signal(5).
  @Test(
    "each format is read as its definition says",
    arguments: [
      ("80", [0x00, 0x80, 0xFF, 0x7F], [-128, 0, 127, -1]),
      ("16", [0x34, 0x12, 0xFF, 0xFF, 0x00, 0x80, 0xFF, 0x7F], [0x1234, -1, -32768, 32767]),
      // AA BC DD: the samples CAA and BDD of twelve bits.
      ("212", [0xAA, 0xB1, 0xDD, 0xFF, 0x87, 0x00], [0x1AA, 0xBDD - 4096, 0x7FF, -2048]),
      (
        "24", [0x56, 0x34, 0x12, 0xFF, 0xFF, 0xFF, 0, 0, 0x80, 0xFF, 0xFF, 0x7F],
        [0x123456, -1, -8_388_608, 8_388_607]
      ),
      (
        "32", [0x78, 0x56, 0x34, 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x80, 0, 0, 0, 0x40],
        [0x1234_5678, -1, -2_147_483_648, 0x4000_0000]
      ),
    ] as [(String, [UInt8], [Int32])])
  func formats(format: String, bytes: [UInt8], samples: [Int32]) throws {
    let one = try read("r 1\nr.dat \(format)\n", ["r.dat": bytes])
    #expect(one.samples == [samples])
    let two = try read("r 2 250 2\nr.dat \(format)\nr.dat \(format)\n", ["r.dat": bytes])
    #expect(two.samples == [[samples[0], samples[2]], [samples[1], samples[3]]])
    let smallest = WFDBFormat(rawValue: Int(format) ?? 0)?.missing
    for (sample, value) in zip(samples, one.physical(0)) {
      #expect(value.isNaN == (sample == smallest))
      if sample != smallest { #expect(value == Double(sample) / 200) }
    }
  }

  @Test("an odd number of 12-bit samples ends within a group of three bytes")
  func oddCount() throws {
    let record = try read("r 1 250 3\nr.dat 212\n", ["r.dat": [1, 0x20, 3, 4, 0]])
    #expect(record.samples == [[1, 0x203, 4]])
    #expect(try read("r 1\nr.dat 212\n", ["r.dat": [1, 0x20, 3, 4, 0]]).sampleCount == 3)
    expectError(.truncated, ["r.dat, byte 4", "2 of 3"]) {
      _ = try read("r 1 250 3\nr.dat 212\n", ["r.dat": [1, 0x20, 3, 4]])
    }
  }

  @Test("several files, byte offsets and skews make one record")
  func severalFiles() throws {
    let header = """
      r 3 250 2
      a.dat 16+1 2(4)
      a.dat 16:1+1 2(4)
      b.dat 80 0 8 10
      """
    let record = try read(header, ["a.dat": [9, 1, 0, 2, 0, 3, 0, 4, 0], "b.dat": [129, 130]])
    #expect(record.samples == [[1, 3], [4, -32768], [1, 2]])
    #expect(record.physical(0) == [-1.5, -0.5])
    #expect(record.physical(1)[0] == 0)
    #expect(record.physical(1)[1].isNaN)
    #expect(record.physical(2) == [-0.045, -0.04], "zero 10 is the baseline, gain 0 means 200")
  }

  @Test("a skew beyond the record leaves nothing but missing samples")
  func longSkew() throws {
    let record = try read("r 1 250 2\na.dat 16:7\n", ["a.dat": [1, 0, 2, 0]])
    #expect(record.samples == [[-32768, -32768]])
  }

  @Test("checksums are verified modulo 65536")
  func checksums() throws {
    let bytes: [UInt8] = [0xFF, 0x7F, 0xFF, 0x7F, 3, 0]  // 65537
    for sum in ["1", "65537", "-65535"] {
      let header = "r 1 250 3\nr.dat 16 200 16 0 0 \(sum) 0 II\n"
      #expect(try read(header, ["r.dat": bytes]).samples == [[32767, 32767, 3]])
    }
    let wrong = "r 1 250 3\nr.dat 16 200 16 0 0 2 0 II\n"
    expectError(.checksumMismatch, ["r.hea", "'II'", "adds up to 1, not to 2"]) {
      _ = try read(wrong, ["r.dat": bytes])
    }
    #expect(try read(wrong, ["r.dat": bytes], verifyingChecksums: false).sampleCount == 3)
  }

  @Test("a short or absent file and huge counts are refused before memory is taken")
  func short() {
    expectError(.truncated, ["r.dat", "2 of 9223372036854775807", "2 signals"]) {
      _ = try read(
        "r 2 250 9223372036854775807\nr.dat 16\nr.dat 16\n", ["r.dat": [0, 0, 0, 0, 0, 0, 0, 0, 0]])
    }
    expectError(.truncated, ["r.dat", "format 16 from byte 9223372036854775807"]) {
      _ = try read("r 1 250\nr.dat 16+9223372036854775807\n", ["r.dat": [0, 0]])
    }
    expectError(.cannotRead, ["r.dat"]) { _ = try read("r 1 250 1\nr.dat 16\n", [:]) }
    // The first file tells the number of samples, the second has fewer.
    expectError(.truncated, ["b", "1 of 2"]) {
      _ = try read("r 2\na 16\nb 16\n", ["a": [0, 0, 0, 0], "b": [0, 0]])
    }
  }

  @Test("units of voltage become millivolts; others need a gain")
  func units() throws {
    func value(_ units: String) throws -> Double {
      let record = try read("r 1\nr.dat 16 2(1)/\(units) 16 3\n", ["r.dat": [5, 0]])
      return try record.recording().channels[0].millivolts[0]
    }
    #expect(try value("mV") == 2)
    #expect(try value("uV") == 0.002)
    #expect(try value("µV") == 0.002)
    #expect(try value("V") == 2000)
    expectError(.notSupported, ["'mmHg'", "no voltage"]) { _ = try value("mmHg") }
    let record = try read("r 1\nr.dat 16 2(1)/mmHg 16 3\n", ["r.dat": [5, 0]])
    #expect(
      try record.recording(unitsPerMillivolt: 4).channels[0].millivolts == [0.5],
      "a gain given replaces gain and baseline; the ADC zero stays")
  }
}
