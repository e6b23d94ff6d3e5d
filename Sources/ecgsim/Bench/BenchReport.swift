/// The rows of `ecgsim bench`.
struct BenchReport: Encodable {
  /// One timed thing.
  struct Row: Encodable {
    let name: String
    let integrator: String
    let beatsPerSecond: Double
    /// Exponentials of Gaussians computed for a beat; `nil` where the engine does not sum them.
    var exponentialsPerBeat: Double?
    /// Bytes of leads written for a beat.
    var bytesPerBeat: Double?
    /// Times as fast as NeuroKit2's twelve-lead call; `nil` where that is absent.
    var timesNeuroKitTwelveLeads: Double?
    /// Times as fast as NeuroKit2's one-lead `ecgsyn`; `nil` where that is absent.
    var timesNeuroKitOneLead: Double?
  }

  /// The vector instructions that the machine's kernel uses.
  let instructions: String
  /// NeuroKit2's own figures, or why there are none.
  let neuroKit: NeuroKitPeer.Outcome
  /// What the machine does at most.
  let limits: MachineLimits
  private(set) var rows: [Row] = []

  init(instructions: String, neuroKit: NeuroKitPeer.Outcome, limits: MachineLimits) {
    self.instructions = instructions
    self.neuroKit = neuroKit
    self.limits = limits
  }

  mutating func add(_ row: Row) {
    var row = row
    row.timesNeuroKitTwelveLeads = neuroKit.figures.map {
      row.beatsPerSecond / $0.twelveLeadBeatsPerSecond
    }
    row.timesNeuroKitOneLead = neuroKit.figures.map {
      row.beatsPerSecond / $0.oneLeadBeatsPerSecond
    }
    rows.append(row)
  }

  /// The report for people.
  var lines: [String] {
    var table = Table([
      "one core, \(instructions)", "integrator", "beats/s", "x NeuroKit2 12 leads",
      "x NeuroKit2 ecgsyn", "exponentials, % of limit", "bytes, % of limit",
    ])
    table.add([
      "limit: 10^9 exponentials/s, gigabytes/s written", "nothing else", "-", "-", "-",
      (limits.exponentialsPerSecond / 1e9).formatted(1), (limits.bytesPerSecond / 1e9).formatted(1),
    ])
    if let figures = neuroKit.figures {
      table.add([
        "NeuroKit2 \(figures.version), 12 leads", "RK45, adaptive",
        figures.twelveLeadBeatsPerSecond.formatted(1), "1", "", "-", "-",
      ])
      table.add([
        "NeuroKit2 \(figures.version), ecgsyn, 1 lead", "RK45, adaptive",
        figures.oneLeadBeatsPerSecond.formatted(1), "", "1", "-", "-",
      ])
    } else {
      table.add(["NeuroKit2", "absent: \(neuroKit.reason ?? "")", "-", "-", "-", "-", "-"])
    }
    for row in rows {
      table.add([
        row.name, row.integrator, row.beatsPerSecond.formatted(0),
        row.timesNeuroKitTwelveLeads?.formatted(0) ?? "-",
        row.timesNeuroKitOneLead?.formatted(0) ?? "-",
        limits.exponentialShare(of: row).map { (100 * $0).formatted(1) } ?? "-",
        limits.byteShare(of: row).map { (100 * $0).formatted(1) } ?? "-",
      ])
    }
    return table.lines
  }
}
