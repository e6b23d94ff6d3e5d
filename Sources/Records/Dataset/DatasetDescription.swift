import Foundation

/// What a data set says of itself, by which shards of one run know each other.
struct DatasetDescription: Codable, Equatable {
  let count: Int
  let seed: UInt64
  /// Hash of the specification's text.
  let specification: String
  let version: String
  let notice: String

  init(_ plan: DatasetPlan, version: String, notice: String) {
    count = plan.count
    seed = plan.seed
    specification = SHA256.digest(of: Array(plan.specification.text.utf8))
    (self.version, self.notice) = (version, notice)
  }

  /// Reads the description of a data set; `nil` if there is none.
  init?(in folder: DatasetFolder) throws(RecordError) {
    guard folder.exists(DatasetFolder.descriptionName) else { return nil }
    let bytes = try folder.read(DatasetFolder.descriptionName)
    guard let own = try? JSONDecoder().decode(DatasetDescription.self, from: Data(bytes)) else {
      throw RecordError(
        .otherDataset,
        "\(folder.place(DatasetFolder.descriptionName)): is no description of a data set")
    }
    self = own
  }

  /// As the file holds it.
  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }
}
