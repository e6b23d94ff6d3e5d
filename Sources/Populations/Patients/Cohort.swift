import Datasets
import Electrocardiogram
import Foundation

/// The recordings of a folder with what is known of their patients.
///
/// A folder with `ptbxl_database.csv` is read as PTB-XL (Wagner et al., Sci Data 7:154, 2020), with the
/// publisher's folds, and the superclasses of `scp_statements.csv`. In any other the folder of a record
/// is its patient where it is called so (`patient001/s0010_re`), else the record itself, and folds
/// follow from the patient's name (`PatientFold`).
public struct Cohort: Sendable {
  /// One recording.
  public struct Member: Sendable, Equatable {
    /// The record's name within the folder.
    public var record: String
    /// What `RecordReader` reads.
    public var path: String
    /// The patient.
    public var patient: String
    /// The fold, from 1.
    public var fold: Int
    /// Statements, and the superclasses of those that are diagnoses.
    public var classes: Set<String>

    /// Describes a recording.
    public init(
      record: String, path: String, patient: String, fold: Int, classes: Set<String>
    ) {
      self.record = record
      self.path = path
      self.patient = patient
      self.fold = fold
      self.classes = classes
    }
  }

  /// The recordings in the order of the table, or of their names.
  public let members: [Member]
  /// The folder.
  public let folder: String

  /// Collects recordings.
  public init(folder: String, members: [Member]) {
    self.folder = folder
    self.members = members
  }

  /// Lists the recordings of a folder.
  ///
  /// - Throws: `PopulationError.Code.inaccessible`, `.malformed`, or `.tooFew` if there are none.
  public init(folder: String) throws(PopulationError) {
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let isPTBXL = FileManager.default.fileExists(atPath: folder + "/" + Self.table)
    let members = isPTBXL ? try Self.labelled(folder) : try Self.plain(folder)
    guard !members.isEmpty else {
      throw PopulationError(.tooFew, "\(folder): there is no WFDB record (.hea) in it")
    }
    self.init(folder: folder, members: members)
  }

  /// The recordings of some folds.
  public func folds(_ folds: ClosedRange<Int>) -> Cohort {
    Cohort(folder: folder, members: members.filter { folds.contains($0.fold) })
  }

  /// One recording a patient, the first, among those of a class.
  ///
  /// - Throws: `PopulationError.Code.unknownClass` if no recording has it.
  public func patients(of name: String) throws(PopulationError) -> Cohort {
    var seen: Set<String> = []
    let chosen = members.filter {
      $0.classes.contains(name) && seen.insert($0.patient).inserted
    }
    guard !chosen.isEmpty else {
      let known = Set(members.flatMap(\.classes)).sorted().joined(separator: ", ")
      throw PopulationError(
        .unknownClass,
        "\(folder): no recording is of class '\(name)'; "
          + (known.isEmpty ? "it has no \(Self.table)" : "there are \(known)"))
    }
    return Cohort(folder: folder, members: chosen)
  }

  private static let table = "ptbxl_database.csv"

  private static func labelled(_ folder: String) throws(PopulationError) -> [Member] {
    do {
      let classes = try superclasses(folder)
      let table = try TextTable(path: folder + "/" + table)
      var members: [Member] = []
      for row in table.rows.indices {
        guard
          let file = [
            try table.field(row, "filename_hr"), try table.field(row, "filename_lr"),
          ].compactMap({ $0 })
            .first(where: { FileManager.default.fileExists(atPath: "\(folder)/\($0).hea") })
        else { continue }
        let codes = Set(SCPCodes.likelihoods(try table.field(row, "scp_codes") ?? "").keys)
        let patient = try table.field(row, "patient_id") ?? file
        members.append(
          Member(
            record: file, path: "\(folder)/\(file)", patient: patient,
            fold: try table.field(row, "strat_fold").flatMap(Int.init)
              ?? PatientFold.fold(ofPatient: "ptb-xl/" + patient),
            classes: codes.union(codes.compactMap { classes[$0] })))
      }
      return members
    } catch {
      throw failure(error)
    }
  }

  /// The superclass of each statement that is a diagnosis.
  private static func superclasses(_ folder: String) throws(DatasetError) -> [String: String] {
    let path = folder + "/scp_statements.csv"
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    let table = try TextTable(path: path)
    var classes: [String: String] = [:]
    for (row, fields) in table.rows.enumerated() {
      guard let code = fields.first else { continue }
      classes[code] = try table.field(row, "diagnostic_class")
    }
    return classes
  }

  private static func failure(_ error: DatasetError) -> PopulationError {
    PopulationError(
      error.code == .unreadable ? .inaccessible : .malformed, "\(error)", underlying: error)
  }

  private static func plain(_ folder: String) throws(PopulationError) -> [Member] {
    // An enumerator is made of a missing folder too.
    guard (try? FileManager.default.contentsOfDirectory(atPath: folder)) != nil,
      let walk = FileManager.default.enumerator(atPath: folder)
    else {
      throw PopulationError(.inaccessible, "\(folder): there is no such folder; check its path")
    }
    return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".hea") }.sorted().map { file in
      let record = String(file.dropLast(4))
      let parent = record.split(separator: "/").dropLast().last.map(String.init)
      let patient = parent.flatMap { $0.hasPrefix("patient") ? $0 : nil } ?? record
      return Member(
        record: record, path: "\(folder)/\(record)", patient: patient,
        fold: PatientFold.fold(ofPatient: patient), classes: [])
    }
  }
}
