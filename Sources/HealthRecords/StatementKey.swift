public import Statements

/// Statements as codes that are equal only where reports say the same.
///
/// Negation, laterality (sides are concepts of their own), walls, age and incompleteness are part of the code, so
/// that opposites share none. How sure the report is, how much of it there is and in which leads are not.
public enum StatementKey {
  /// The codes of a statement: one, or one for each wall.
  public static func keys(of statement: Statement) -> [String] {
    var words = statement.isNegated ? ["no"] : []
    // A block that is not called incomplete is complete.
    if statement.degree == .incomplete { words.append("incomplete") }
    if let age = statement.age { words.append(age.rawValue) }
    let regions = statement.regions.map { [$0.rawValue] }
    return (regions.isEmpty ? [[]] : regions).map { region in
      (words + region + [statement.concept]).joined(separator: " ")
    }
  }

  /// The codes of many statements, each once, in the order in which they come.
  public static func keys(of statements: [Statement]) -> [String] {
    var seen: Set<String> = []
    return statements.flatMap { keys(of: $0) }.filter { seen.insert($0).inserted }
  }
}
