import Foundation
import GRDB
import Statements

/// A store of profiles, opened for reading.
public final class ProfileStore {
  private let queue: DatabaseQueue
  private let path: String
  /// The data set that it was made of.
  public let source: String
  /// How many admissions and patients there are.
  public let admissionCount: Int, patientCount: Int

  /// A code and how many admissions have it.
  public struct Code: Sendable, Equatable {
    /// Such as `icd10:I10`, `drug:furosemide`, `snomed:38341003`.
    public var code: String
    /// What it means, where the tables say it.
    public var title: String?
    /// How many admissions have it.
    public var admissions: Int
  }

  /// A report of an ECG.
  public struct Report: Sendable, Equatable {
    /// The study's name in the data set.
    public var name: String
    /// The text.
    public var text: String
  }

  /// Opens a store.
  ///
  /// - Throws: `HealthRecordError` if there is none, or of another version.
  public init(path: String) throws(HealthRecordError) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw HealthRecordError(.unreadable, "\(path) is not there; make it by an import")
    }
    do {
      var configuration = Configuration()
      configuration.readonly = true
      queue = try DatabaseQueue(path: path, configuration: configuration)
      let (version, name, admissions, patients) = try queue.read { db in
        (
          try String.fetchOne(db, sql: "SELECT value FROM store WHERE name = 'schema'"),
          try String.fetchOne(db, sql: "SELECT value FROM store WHERE name = 'source'"),
          try Int.fetchOne(db, sql: "SELECT count(*) FROM admission") ?? 0,
          try Int.fetchOne(db, sql: "SELECT count(*) FROM patient") ?? 0
        )
      }
      guard version == StoreSchema.version, let name else {
        throw HealthRecordError(.malformed, "\(path) is of another version; import again")
      }
      (source, admissionCount, patientCount) = (name, admissions, patients)
      self.path = path
    } catch let error as HealthRecordError {
      throw error
    } catch {
      throw HealthRecordError(
        .malformed, "\(path) is no store of profiles; make it by an import", underlying: error)
    }
  }

  /// Visits all profiles in the order of their admissions.
  public func forEachProfile(_ visit: (Profile) throws -> Void) throws(HealthRecordError) {
    try read { db in
      let rows = try Row.fetchCursor(db, sql: Self.profiles + " ORDER BY a.id")
      while let row = try rows.next() { try visit(try self.profile(row)) }
    }
  }

  /// The profile of an admission.
  ///
  /// - Parameter name: The admission's name in the data set.
  /// - Returns: Its sets of codes.
  /// - Throws: `HealthRecordError.Code.absent`; the message does not repeat the name.
  public func profile(ofAdmission name: String) throws(HealthRecordError) -> Profile {
    try one(" WHERE a.name = ?", [name])
  }

  /// The profile of an admission.
  ///
  /// - Parameter admission: Its place in the store.
  /// - Returns: Its sets of codes.
  /// - Throws: `HealthRecordError.Code.absent`.
  public func profile(at admission: Int) throws(HealthRecordError) -> Profile {
    try one(" WHERE a.id = ?", [admission])
  }

  private static let profiles = """
    SELECT a.id, a.patient, a.age, p.sex, a.diagnoses, a.medications, a.procedures, a.statements
    FROM admission a JOIN patient p ON p.id = a.patient
    """

  private func one(
    _ condition: String, _ arguments: StatementArguments
  ) throws(HealthRecordError) -> Profile {
    let profile = try read { db in
      try Row.fetchOne(db, sql: Self.profiles + condition, arguments: arguments)
        .map { try self.profile($0) }
    }
    guard let profile else {
      throw HealthRecordError(.absent, "\(path) holds no such admission")
    }
    return profile
  }

  /// The codes of a view, in the order of their numbers.
  public func codes(of view: ProfileView) throws(HealthRecordError) -> [Code] {
    try read { db in
      let rows = try Row.fetchCursor(
        db, sql: "SELECT code, title, admissions FROM code WHERE view = ? ORDER BY id",
        arguments: [view.rawValue])
      var codes: [Code] = []
      while let row = try rows.next() {
        codes.append(Code(code: row[0], title: row[1], admissions: row[2]))
      }
      return codes
    }
  }

  /// The patients' names in the data set, in the order of their numbers.
  public func patientNames() throws(HealthRecordError) -> [String] {
    try read { db in try String.fetchAll(db, sql: "SELECT name FROM patient ORDER BY id") }
  }

  /// The reports of the ECGs of an admission, by time.
  public func reports(ofAdmission admission: Int) throws(HealthRecordError) -> [Report] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT name, text FROM report WHERE admission = ? ORDER BY time, name",
        arguments: [admission]
      ).map { Report(name: $0[0], text: $0[1]) }
    }
  }

  /// The last measurements of a patient's body up to the end of an admission, by their names.
  public func measurements(
    ofAdmission admission: Int
  ) throws(HealthRecordError) -> [String: Double] {
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT m.kind, m.value FROM measurement m JOIN admission a ON a.patient = m.patient
          WHERE a.id = ? AND m.time <= a.stop ORDER BY m.time, m.rowid
          """, arguments: [admission])
      var found: [String: Double] = [:]
      while let row = try rows.next() { found[row[0]] = row[1] }
      return found
    }
  }

  private func profile(_ row: Row) throws -> Profile {
    let sets = try (4..<8).map { column in
      guard let codes = PackedCodes.unpack(row[column] as Data) else {
        throw HealthRecordError(.malformed, "\(path) is damaged; import again")
      }
      return codes
    }
    return Profile(
      admission: row[0], patient: row[1], ageYears: row[2],
      sex: (row[3] as String?).flatMap(Condition.Sex.init), codes: sets)
  }

  private func read<Result>(
    _ body: (Database) throws -> Result
  ) throws(HealthRecordError) -> Result {
    do {
      return try queue.read(body)
    } catch let error as HealthRecordError {
      throw error
    } catch {
      throw HealthRecordError(.unreadable, "\(path) cannot be read", underlying: error)
    }
  }
}
