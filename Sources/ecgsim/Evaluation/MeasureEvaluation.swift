import Electrocardiogram
import Measurement
import RecordFiles

/// What `measure --evaluate` finds out.
struct MeasureEvaluation: Encodable {
  /// Other detectors run beside this package's.
  let peers: [PeerDetectors.Peer]
  /// The tables of each evaluation, by its key.
  private(set) var tables: [String: [any EvaluationTable]] = [:]
  /// Evaluations in the order in which they are told.
  private var order: [String] = []

  /// Every evaluation that there is.
  private static func evaluations(
    _ options: EvaluationOptions, reading: RecordOptions, peers: PeerDetectors
  ) throws -> [any FolderEvaluation] {
    var all: [any FolderEvaluation] = [
      PeakEvaluation(
        reading: reading, leads: options.leads, noise: try options.noiseStress(), peers: peers,
        pictures: try options.plot.map { try DetectionPictures(folder: $0) })
    ]
    if options.leads.leads == nil, options.noise == nil {
      all.append(WaveEvaluation(reading: reading, runsPeers: !options.withoutPeers))
    }
    return all
  }

  /// Judges the measurements of a folder.
  init(_ options: EvaluationOptions, in path: String, reading: RecordOptions, quiet: Bool) throws {
    let folder = try EvaluatedFolder(
      path, records: options.names, annotator: reading.annotator ?? "atr")
    let detectors = PeerDetectors(wanted: !options.withoutPeers)
    peers = detectors.peers
    let evaluations = try Self.evaluations(options, reading: reading, peers: detectors)
    let work = evaluations.map { one in (one, folder.groups.filter(one.judges)) }
    let progress = Progress(
      total: work.flatMap(\.1).reduce(0) { $0 + $1.records.count }, quiet: quiet)
    for (evaluation, groups) in work {
      let key = type(of: evaluation).key
      order.append(key)
      tables[key] = try groups.map { group in
        try evaluation.table(of: group) { progress.step(of: "records") }
      }
    }
    guard told.contains(where: { $0.judged > 0 }) else {
      let reason = told.flatMap { $0.skipped.sorted { $0.key < $1.key } }.first
      throw Failure(
        .badInput,
        "\(path): no record can be judged; "
          + (reason.map { "\($0.key): \($0.value)" }
            ?? "name a folder with annotated records, to which --noise can be added"))
    }
  }

  /// All tables in order.
  private var told: [any EvaluationTable] { order.flatMap { tables[$0] ?? [] } }

  /// The tables for people.
  var lines: [String] {
    let absent = peers.compactMap { peer in peer.absent.map { "\(peer.name) absent: \($0)" } }
    return told.map(\.lines).joined(separator: [""]) + absent
  }

  /// A key that an evaluation chose.
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(peers, forKey: Key(stringValue: "peers"))
    for (key, tables) in tables {
      var list = container.nestedUnkeyedContainer(forKey: Key(stringValue: key))
      for table in tables { try list.encode(table) }
    }
  }
}
