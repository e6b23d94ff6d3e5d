import Tables

/// What came of an import: rows of each table, and those that were left out.
///
/// Rows are named by table and line and by what is wrong; nothing of their content is kept.
public struct ImportReport: Sendable, Equatable, Codable {
  /// What came of one table.
  public struct Table: Sendable, Equatable, Codable {
    /// The file's name.
    public var name: String
    /// Rows that went in.
    public var taken = 0
    /// Rows that were left out, by what is wrong with them.
    public var leftOut: [String: Int] = [:]
    /// The first lines that were left out, by what is wrong with them; ten of each.
    public var firstLines: [String: [Int]] = [:]
    /// What else is to be known, such as a file that breaks off.
    public var notes: [String] = []

    /// Begins with no rows.
    public init(name: String) { self.name = name }

    /// Rows that were left out.
    public var leftOutCount: Int { leftOut.values.reduce(0, +) }

    /// Counts a row that is left out.
    mutating func leaveOut(_ flaw: TableFlaw) {
      leftOut[flaw.problem, default: 0] += 1
      if firstLines[flaw.problem, default: []].count < 10 {
        firstLines[flaw.problem, default: []].append(flaw.line)
      }
    }
  }

  /// The tables in the order in which they were read.
  public var tables: [Table] = []
  /// How many are in the store.
  public var patients = 0, admissions = 0
  /// Different codes in the store, in the order of `ProfileView.allCases`.
  public var codes: [Int] = []
  /// Members of all sets, in the order of `ProfileView.allCases`.
  public var members: [Int] = []

  /// Rows that were left out of all tables.
  public var leftOutCount: Int { tables.reduce(0) { $0 + $1.leftOutCount } }

  /// Lines that tell what was left out and why, and what else is to be known.
  public var complaints: [String] {
    tables.flatMap { table in
      table.leftOut.sorted { $0.key < $1.key }.map { problem, count in
        let lines = (table.firstLines[problem] ?? []).map(String.init).joined(separator: " ")
        let rest = count > 10 ? " …" : ""
        return "\(table.name): \(count) left out: \(problem); line \(lines)\(rest)"
      } + table.notes.map { "\(table.name): \($0)" }
    }
  }
}
