import Fitting

/// The rows of `ecgsim bench --fit`.
struct FitBenchReport: Encodable {
  /// One way to fit the beats.
  struct Row: Encodable {
    let kernels: Int
    let method: String
    /// Evaluations of the search after the first solution; `nil` for the peer.
    let effort: Int?
    /// Over beats and leads.
    let medianPRDPercent: Double
    let medianMilliseconds: Double

    init(
      kernels: Int, method: String, effort: Int? = nil, prd: [Double], milliseconds: [Double]
    ) {
      self.kernels = kernels
      self.method = method
      self.effort = effort
      medianPRDPercent = FitEvaluation.Distribution(prd).median
      medianMilliseconds = FitEvaluation.Distribution(milliseconds).median
    }
  }

  /// The peer, or why it is absent.
  struct Peer: Encodable {
    let version: String?
    let reason: String?
  }

  /// How many beats of one lead were fitted.
  let beats: Int
  /// Records without a beat to fit.
  let skipped: Int
  var sciPy = Peer(version: nil, reason: nil)
  private(set) var rows: [Row] = []

  init(beats: Int, skipped: Int) {
    self.beats = beats
    self.skipped = skipped
  }

  mutating func add(_ rows: [Row]) { self.rows += rows }

  /// The report for people.
  var lines: [String] {
    var table = Table(["kernels", "fitted by", "effort", "median PRD %", "ms a beat and lead"])
    for row in rows {
      table.add([
        String(row.kernels), row.method,
        row.effort.map { $0 == FitOptions.standard ? "\($0), the default" : String($0) } ?? "",
        row.medianPRDPercent.formatted(2), row.medianMilliseconds.formatted(2),
      ])
    }
    if let reason = sciPy.reason { table.add(["", "SciPy", "absent: \(reason)", "-", "-"]) }
    let left = skipped == 0 ? "" : ", \(skipped.of("record")) without a beat to fit left out"
    return ["\(beats.of("average beat")), one lead each\(left)"] + table.lines
  }
}
