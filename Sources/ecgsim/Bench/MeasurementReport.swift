/// How long measuring takes, beside its peers.
struct MeasurementReport: Encodable {
  /// One timed thing.
  struct Row: Encodable {
    let name: String
    /// Processor time.
    let secondsPerRecord: Double
    /// The peers' time for their one lead of the record, by what they do; absent peers are not there.
    let peerSecondsPerRecord: [String: Double]
  }

  /// The peers' own figures, or why there are none.
  let peers: MeasurementPeers.Outcome
  private(set) var rows: [Row] = []

  init(peers: MeasurementPeers.Outcome) { self.peers = peers }

  /// Adds a row and what peers take for the same, on one lead.
  mutating func add(_ name: String, peers wanted: [MeasurementPeers.Task], secondsPerRecord: Double)
  {
    let figures = peers.figures?.seconds ?? [:]
    rows.append(
      Row(
        name: name, secondsPerRecord: secondsPerRecord,
        peerSecondsPerRecord: Dictionary(
          uniqueKeysWithValues: wanted.compactMap { task in
            figures[task.rawValue].map { (task.name, $0) }
          })))
  }

  /// The report for people.
  var lines: [String] {
    var table = Table(["measuring, one core", "ms/record", "peer, one lead", "its ms", "times"])
    func milliseconds(_ seconds: Double) -> String {
      (1000 * seconds).formatted(seconds < 0.1 ? 2 : 0)
    }
    for row in rows {
      let own = [row.name, milliseconds(row.secondsPerRecord)]
      let peers = row.peerSecondsPerRecord.sorted { $0.key < $1.key }
      if peers.isEmpty {
        table.add(own + ["absent: \(self.peers.reason ?? "it lacks the package")", "-", "-"])
      }
      for (index, peer) in peers.enumerated() {
        table.add(
          (index == 0 ? own : ["", ""]) + [
            peer.key, milliseconds(peer.value), (peer.value / row.secondsPerRecord).formatted(1),
          ])
      }
    }
    return table.lines
  }
}
