import Foundation
import RecordFiles

/// The files of one shard: arrays of signals, beats and kernels, and a line of labels for each recording.
///
/// `NAME-signals.npy` `[record, 8, sample]`, `NAME-beats.npy` `[record, 8, sample]`, `NAME-kernels.npy`
/// `[record, 8, 3 kernels]`, float32, and `NAME.json` with labels and what was left out, written last: where it is,
/// the shard is whole.
struct ShardFiles {
  struct Labels: Codable {
    var labels: [RecordLabel]
    var dropped: [Manifest.Drop]
  }

  let folder: String
  let name: String

  func path(_ ending: String) -> String { "\(folder)/\(name)\(ending)" }

  /// Whether the shard is whole.
  var isComplete: Bool { FileManager.default.fileExists(atPath: path(".json")) }

  func write(
    _ records: [PreparedRecord], dropped: [Manifest.Drop]
  ) throws(DatasetError) {
    do {
      for (ending, rows) in [
        ("-signals.npy", records.map(\.signal)), ("-beats.npy", records.map(\.beat)),
        ("-kernels.npy", records.map(\.kernels)),
      ] {
        let stream = try NPYStream(
          path: path(ending), element: .float32,
          axes: [rows.first?.count ?? 0, rows.first?.first?.count ?? 0])
        for row in rows { try stream.append(.float32(row.flatMap { $0 })) }
        try stream.finish()
      }
    } catch {
      throw DatasetError(.unwritable, "\(error)", underlying: error)
    }
    try JSONFile.write(
      Labels(labels: records.map(\.label), dropped: dropped), to: path(".json"))
  }

  func readLabels() throws(DatasetError) -> Labels {
    try JSONFile.read(Labels.self, from: path(".json"))
  }
}

/// JSON documents, written whole or not at all.
enum JSONFile {
  static func write(_ value: some Encodable, to path: String) throws(DatasetError) {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(value).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw DatasetError(
        .unwritable, "cannot write \(path): does the folder exist and have room?",
        underlying: error)
    }
  }

  static func read<Value: Decodable>(
    _ type: Value.Type, from path: String
  ) throws(DatasetError) -> Value {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw DatasetError(.unreadable, "cannot read \(path)", underlying: error)
    }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw DatasetError(
        .malformed, "\(path) is not what 'prepare' writes; prepare the data again",
        underlying: error)
    }
  }
}
