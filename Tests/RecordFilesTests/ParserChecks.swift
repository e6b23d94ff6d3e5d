import Electrocardiogram
import RecordFiles

/// What must hold for any bytes whatever: a parser returns or throws `RecordFileError`, and what it
/// returns is written and read back the same, unless the writer refuses it.
///
/// The fuzzer and the replay of its corpus run these functions.
enum ParserChecks {
  /// A broken promise.
  struct Violation: Error, CustomStringConvertible {
    var description: String
  }

  /// The parsers by the name of their corpus folder.
  static let all: [String: @Sendable ([UInt8]) throws -> Void] = [
    "header": header, "signal": signal, "annotation": annotation, "csv": csv, "npy": npy,
    "npz": npz,
  ]

  /// Runs a check; the errors that a parser or writer may throw are no violations.
  private static func ignoringRefusals(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as RecordFileError {
      try require(
        !error.description.utf8.contains(10) && error.description.utf8.count < 20_000,
        "the error is no readable line")
    }
  }

  private static func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw Violation(description: what()) }
  }

  static func header(_ bytes: [UInt8]) throws {
    try ignoringRefusals {
      let header = try WFDBHeader(parsing: bytes, file: "fuzz.hea")
      let text = try header.text(file: "fuzz.hea")
      var expected = header
      for index in expected.signals.indices where expected.signals[index].checksum == nil {
        expected.signals[index].checksum = 0
      }
      let back = try reading { try WFDBHeader(parsing: Array(text.utf8), file: "back.hea") }
      try require(back == expected, "header \(back) for \(expected)")
    }
  }

  /// The bytes are a header, a zero byte, and the content of every signal file.
  static func signal(_ bytes: [UInt8]) throws {
    try ignoringRefusals {
      let end = bytes.firstIndex(of: 0) ?? bytes.count
      let header = try WFDBHeader(parsing: Array(bytes[..<end]), file: "fuzz.hea")
      let content = Array(bytes[min(end + 1, bytes.count)...])
      // Checksums would hide the decoder from random bytes.
      let record = try WFDBRecord(
        header: header, file: "fuzz.hea", verifyingChecksums: false
      ) { _ in content }
      try require(record.samples.count == header.signals.count, "signals lost")
      try require(
        record.samples.allSatisfy { $0.count == record.sampleCount }, "lengths differ")
      try ignoringRefusals { _ = try record.recording() }
      let format = header.signals.first?.format ?? .format16
      let files = try record.encoded(as: "back", format: format)
      let back = try reading {
        try WFDBRecord(
          header: WFDBHeader(parsing: files[1].bytes, file: "back.hea"), file: "back.hea"
        ) { _ in files[0].bytes }
      }
      guard header.signals.allSatisfy({ $0.format == format }) else { return }
      try require(back.samples == record.samples, "samples differ")
    }
  }

  static func annotation(_ bytes: [UInt8]) throws {
    try ignoringRefusals {
      let file = try AnnotationFile(parsing: bytes, file: "fuzz.atr")
      let written = try file.encoded(file: "back.atr")
      let back = try reading { try AnnotationFile(parsing: written, file: "back.atr") }
      try require(back == file, "annotations \(back) for \(file)")
    }
  }

  static func csv(_ bytes: [UInt8]) throws {
    try ignoringRefusals {
      let recording = try CSVFile.parse(bytes, file: "fuzz.csv")
      let written = try CSVFile.encoded(recording, decimals: 12, file: "back.csv")
      let back = try reading { try CSVFile.parse(written, file: "back.csv") }
      try require(back.name == recording.name, "name \(back.name) for \(recording.name)")
      try require(back.comments == recording.comments, "comments \(back.comments)")
      try require(
        back.samplingRate == recording.samplingRate,
        "rate \(back.samplingRate) for \(recording.samplingRate)")
      try require(back.channels.map(\.name) == recording.channels.map(\.name), "names differ")
      for (a, b) in zip(back.channels, recording.channels) {
        for (x, y) in zip(a.millivolts, b.millivolts) {
          // Limb leads may be a step of 1e-12 mV from their law and be rounded by another; and the
          // rounding of doubles.
          let isClose = abs(x - y) <= 2.001e-12 + abs(y) * 0x1p-51
          try require(x.isNaN && y.isNaN || isClose, "\(a.name): \(x) for \(y)")
        }
      }
    }
  }

  static func npy(_ bytes: [UInt8]) throws {
    try ignoringRefusals { try roundTrip(try NumPyArray(parsing: bytes, file: "fuzz.npy")) }
    try ignoringRefusals {
      let array = try NPYArray(parsing: bytes, file: "fuzz.npy")
      let written = try array.encoded(as: .float64, file: "back.npy")
      let back = try reading { try NPYArray(parsing: written, file: "back.npy") }
      let isEqual = zip(back.values, array.values).allSatisfy { $0.bitPattern == $1.bitPattern }
      try require(back.shape == array.shape && isEqual, "\(back.shape) for \(array.shape)")
      for layout in ArrayLayout.allCases {
        try ignoringRefusals {
          let recording = try array.recording(
            name: "x", samplingRate: 500, layout: layout, file: "fuzz.npy")
          try require(NPYArray(recording).values.count == array.values.count, "numbers lost")
        }
      }
    }
  }

  static func npz(_ bytes: [UInt8]) throws {
    try ignoringRefusals {
      // A small limit keeps what unpacks to gigabytes from being unpacked.
      let file = try NPZFile(parsing: bytes, file: "fuzz.npz", limit: 1 << 20)
      for member in file.members { try roundTrip(member.array) }
    }
  }

  private static func roundTrip(_ array: NumPyArray) throws {
    let written = try array.encoded(file: "back.npy")
    let back = try reading { try NumPyArray(parsing: written, file: "back.npy") }
    let again = try back.encoded(file: "again.npy")
    // Bytes, since NaN is not itself.
    try require(again == written && back.shape == array.shape, "\(back) for \(array)")
  }

  /// Reads what was written here, which no parser may refuse.
  private static func reading<Content>(_ body: () throws -> Content) throws -> Content {
    do { return try body() } catch {
      throw Violation(description: "what was written is not read back: \(error)")
    }
  }
}
