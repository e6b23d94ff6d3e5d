/// Checks of many records of one rhythm as rows of a table, a criterion a row.
public struct CheckTable: Sendable {
  /// What the columns hold.
  public static let columns = ["criterion", "measured", "limit", "margin", "trust", "result"]
  /// The rows; each shows the record that comes nearest to its limit, or breaks it most.
  public let rows: [[String]]

  /// Makes a table of checks that have the same criteria.
  public init(_ checks: [RecordCheck]) {
    let count = checks.first?.results.count ?? 0
    rows = (0..<count).compactMap { index in
      let worst = checks.min {
        Self.order($0.results[index]) < Self.order($1.results[index])
      }
      return worst.map { Self.row($0.results[index], of: checks.count) }
    }
  }

  /// What must be said about the criteria whatever their result, such as that they were not checked
  /// against the primary text; a line for each remark.
  public static func remarks(_ checks: [RecordCheck]) -> [String] {
    let results = checks.first?.results ?? []
    let remarks = Set(results.compactMap(\.remark)).sorted()
    return remarks.map { remark in
      "\(results.count { $0.remark == remark }) of \(results.count) criteria \(remark)"
    }
  }

  private static func order(_ result: CriterionResult) -> (Int, Double) {
    (result.result == .met ? 1 : 0, result.margin ?? .infinity)
  }

  private static func row(_ result: CriterionResult, of count: Int) -> [String] {
    let finding = result.decisive
    var verdict = result.result.rawValue
    if result.result != .met, let finding {
      let places = [finding.lead, finding.beat.map { "beat \($0)" }].compactMap { $0 }
      if !places.isEmpty { verdict += " (\(places.joined(separator: ", ")))" }
    }
    let lead = finding?.lead.map { " in \($0)" } ?? ""
    return [
      [result.block, result.name].compactMap { $0 }.joined(separator: ": "),
      finding.map { $0.valueText + lead } ?? "",
      finding?.limit ?? "",
      result.margin.map { Finding.text($0, unit: "/min") } ?? "",
      [result.trust, result.remark].compactMap { $0 }.joined(separator: ", "),
      verdict,
    ]
  }
}
