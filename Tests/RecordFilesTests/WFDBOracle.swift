import Electrocardiogram
import Foundation
import TestSupport

/// What wfdb-python reads from every record below a folder.
struct WFDBOracle {
  /// What `Oracles/dump_records.py` says of one record.
  struct Record: Decodable {
    var path: String
    var name: String
    var samplingRate: Double
    var sampleCount: Int
    var names: [String?]
    var units: [String]
    var gains: [Double]
    var baselines: [Int]
    var zeros: [Int]
    var initialValues: [Int]
    var checksums: [Int?]
    var comments: [String]
    var annotations: [String: [Mark]]
  }

  /// One annotation.
  struct Mark: Decodable {
    var sample: Int
    var symbol: String
    var subtype: Int
    var channel: Int
    var number: Int
    var text: String

    var annotation: Annotation {
      Annotation(
        sample: sample, symbol: symbol, subtype: subtype, channel: channel, number: number,
        text: text)
    }
  }

  /// The records in sorted order.
  let records: [Record]
  private let folder: URL

  /// Runs wfdb-python over a folder; `body` sees the result before it is deleted.
  static func read<Result>(
    _ folder: String, _ body: (WFDBOracle) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { output in
      let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "Oracles/dump_records.py")
      _ = try OraclePython.run(script.path, [folder, output.path])
      let json = try Data(contentsOf: output.appending(path: "records.json"))
      return try body(
        WFDBOracle(
          records: JSONDecoder().decode([Record].self, from: json), folder: output))
    }
  }

  /// The digital samples of a record as bytes of int32, `[signal, sample]`.
  func digital(_ number: Int) throws -> Data { try contents(number, "digital") }

  /// The physical samples of a record as bytes of float64, `[signal, sample]`.
  func physical(_ number: Int) throws -> Data { try contents(number, "physical") }

  private func contents(_ number: Int, _ kind: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: "\(number).\(kind)"))
  }
}

/// Gives a fresh folder that is deleted afterwards.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The bytes of arrays one after the other.
func bytes<Number: BitwiseCopyable>(_ arrays: [[Number]]) -> Data {
  arrays.reduce(into: Data()) { data, array in
    array.withUnsafeBytes { data.append(contentsOf: $0) }
  }
}
