import Foundation
public import Statements

/// PTB-XL as published: `ptbxl_database.csv`, `records100/`, `records500/`.
///
/// Wagner et al., Sci Data 7:154 (2020). Recordings that the folder lacks are left out of the list: it may
/// hold a part of the set. Sex is 0 for male and 1 for female.
public struct PTBXLFolder: RecordSource {
  /// Where it is.
  public let path: String
  private let lexicon: Lexicon

  /// Names a folder.
  public init(path: String, lexicon: Lexicon) {
    self.path = path
    self.lexicon = lexicon
  }

  /// `ptb-xl`.
  public var name: String { "ptb-xl" }

  /// Lists the recordings that are there, at 500 Hz where they are, else at 100 Hz.
  public func records() throws(DatasetError) -> [SourceRecord] {
    let table = try TextTable(path: path + "/ptbxl_database.csv")
    var found: [SourceRecord] = []
    for row in table.rows.indices {
      let files = [
        try table.field(row, "filename_hr"), try table.field(row, "filename_lr"),
      ].compactMap { $0 }
      guard
        let file = files.first(where: {
          FileManager.default.fileExists(atPath: "\(path)/\($0).hea")
        })
      else { continue }
      guard let name = try table.field(row, "ecg_id") else {
        throw DatasetError(.malformed, "\(path)/ptbxl_database.csv: row \(row + 1) has no ecg_id")
      }
      let codes = SCPCodes.likelihoods(try table.field(row, "scp_codes") ?? "")
      var statements: [Statement] = []
      for (code, likelihood) in codes.sorted(by: { $0.key < $1.key }) {
        // A code that the lexicon does not know says nothing here.
        if let statement = try? lexicon.statement(ofCode: code, likelihood: likelihood) {
          statements.append(statement)
        }
      }
      let sex: [String: Condition.Sex] = ["0": .male, "1": .female]
      found.append(
        SourceRecord(
          name: name, path: "\(path)/\(file)",
          patient: try table.field(row, "patient_id") ?? "record \(name)",
          fold: try table.field(row, "strat_fold").flatMap(Int.init),
          // 300 stands for above 89 in some versions.
          ageYears: try table.field(row, "age").flatMap(Double.init).flatMap {
            $0 < 130 ? $0 : nil
          },
          sex: try table.field(row, "sex").flatMap { sex[$0] },
          report: try table.field(row, "report"), codedStatements: statements))
    }
    guard !found.isEmpty else {
      throw DatasetError(
        .empty,
        "\(path) has a table but none of its recordings; are records500 or records100 there?")
    }
    return found
  }
}
