import Foundation
import GRDB

/// Writes a store of profiles, whole or not at all.
final class StoreWriter {
  private let db: Database
  private let patients: GRDB.Statement
  private let admissions: GRDB.Statement
  private let codes: GRDB.Statement
  private let measurements: GRDB.Statement
  private let reports: GRDB.Statement

  private init(_ db: Database) throws {
    self.db = db
    try db.execute(sql: StoreSchema.tables)
    patients = try db.makeStatement(sql: "INSERT INTO patient VALUES (?, ?, ?)")
    admissions = try db.makeStatement(
      sql: "INSERT INTO admission VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    codes = try db.makeStatement(sql: "INSERT INTO code VALUES (?, ?, ?, ?, ?)")
    measurements = try db.makeStatement(sql: "INSERT INTO measurement VALUES (?, ?, ?, ?)")
    reports = try db.makeStatement(sql: "INSERT INTO report VALUES (?, ?, ?, ?, ?)")
  }

  /// Makes a store beside its place and moves it there when it is whole; only its owner can read it.
  ///
  /// - Throws: `HealthRecordError`: what `body` throws; `unwritable`.
  static func write<Result>(
    to path: String, _ body: (StoreWriter) throws -> Result
  ) throws(HealthRecordError) -> Result {
    let place = "\(path).\(UInt64.random(in: 0...UInt64.max)).tmp"
    let descriptor = unsafe open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw unsafe HealthRecordError(
        .unwritable, "\(path) cannot be created (\(String(cString: strerror(errno))))")
    }
    defer {
      _ = close(descriptor)
      _ = unsafe unlink(place)
    }
    do {
      let queue = try DatabaseQueue(path: place)
      let result = try queue.writeWithoutTransaction { db in
        // Nobody reads before the file is moved, so nothing has to survive a stop.
        try db.execute(
          sql: """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;
            PRAGMA temp_store = FILE;
            """)
        var result: Result?
        try db.inTransaction {
          let writer = try StoreWriter(db)
          result = try body(writer)
          try db.execute(sql: StoreSchema.indexes)
          return .commit
        }
        return result
      }
      try queue.close()
      guard fsync(descriptor) == 0, unsafe rename(place, path) == 0, let result else {
        throw unsafe HealthRecordError(
          .unwritable,
          "\(path) cannot be put in its place (\(String(cString: strerror(errno))))")
      }
      return result
    } catch let error as HealthRecordError {
      throw error
    } catch {
      throw HealthRecordError(
        .unwritable, "\(path) cannot be written; is the disk full?", underlying: error)
    }
  }

  /// States something of the whole store.
  func state(_ name: String, _ value: String) throws {
    try db.execute(sql: "INSERT INTO store VALUES (?, ?)", arguments: [name, value])
  }

  /// Adds a patient.
  func patient(_ id: Int, name: String, sex: String?) throws {
    try patients.execute(arguments: [id, name, sex])
  }

  /// Adds an admission with its sets of codes.
  func admission(
    _ profile: Profile, name: String, start: Int, stop: Int
  ) throws {
    let sets = profile.codes.map { Data(PackedCodes.pack($0[...])) }
    try admissions.execute(
      arguments: [
        profile.admission, name, profile.patient, start, stop, profile.ageYears, sets[0], sets[1],
        sets[2], sets[3],
      ])
  }

  /// Adds a code, with the number of admissions that have it.
  func code(
    _ view: ProfileView, _ id: Int, _ code: String, title: String?, admissions: Int
  ) throws {
    try codes.execute(arguments: [view.rawValue, id, code, title, admissions])
  }

  /// Adds a measurement of a body.
  func measurement(patient: Int, time: Int, kind: String, value: Double) throws {
    try measurements.execute(arguments: [patient, time, kind, value])
  }

  /// Adds the report of an ECG.
  func report(name: String, patient: Int, admission: Int?, time: Int, text: String) throws {
    try reports.execute(arguments: [name, patient, admission, time, text])
  }
}
