/// One question that `measure --evaluate` asks about the records of a folder.
///
/// Another is added by a file with types that conform to this and to `EvaluationTable`, and by its line
/// in `MeasureEvaluation.evaluations`.
protocol FolderEvaluation {
  /// The key under which JSON holds its tables.
  static var key: String { get }

  /// Whether there is anything about a group's records that it can judge.
  func judges(_ group: EvaluatedFolder.Group) -> Bool

  /// Judges a group.
  ///
  /// A record that cannot be judged does not stop it: the table says why.
  ///
  /// - Parameters:
  ///   - group: A group that it says it judges.
  ///   - progress: To be called after each record.
  /// - Returns: The group's table.
  /// - Throws: What stops the whole command, such as a picture that cannot be written.
  func table(of group: EvaluatedFolder.Group, progress: () -> Void) throws -> any EvaluationTable
}

/// What an evaluation found out about a group of records.
protocol EvaluationTable: Encodable {
  /// How many records were judged.
  var judged: Int { get }
  /// Records that could not be judged, with the reason.
  var skipped: [String: String] { get }
  /// The table for people.
  var lines: [String] { get }
}
