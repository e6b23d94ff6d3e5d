/// What a prepared folder holds: `manifest.json`, written last.
public struct Manifest: Sendable, Codable, Equatable {
  /// The form of the files.
  public static let version = 1

  /// One shard's files.
  public struct Shard: Sendable, Codable, Equatable {
    /// The beginning of the files' names, such as `shard-00001`.
    public var name: String
    /// Recordings in it.
    public var records: Int
    /// Recordings that were looked at for it, and left out.
    public var dropped: [Drop]
  }

  /// A recording that was left out.
  public struct Drop: Sendable, Codable, Equatable {
    /// Which.
    public var source: String, name: String
    /// Why, alike for all that were left out for it, and what of it.
    public var reason: String, detail: String
  }

  /// The form of the files.
  public var version = Manifest.version
  /// How recordings were prepared.
  public var settings: PreparationSettings
  /// Leads, in the order of the arrays.
  public var leads: [String]
  /// What was read.
  public var sources: [String]
  /// The shards.
  public var shards: [Shard]

  /// Recordings in all shards.
  public var recordCount: Int { shards.reduce(0) { $0 + $1.records } }
  /// All that was left out.
  public var dropped: [Drop] { shards.flatMap(\.dropped) }
}
