/// The tables of a store of profiles.
enum StoreSchema {
  /// What the store's table `store` says under `schema`.
  static let version = "1"

  /// Makes the tables.
  ///
  /// Sets of codes are bytes as `PackedCodes` makes them; times are seconds since 1970.
  static let tables = """
    CREATE TABLE store (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE patient (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sex TEXT);
    CREATE TABLE admission (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, patient INTEGER NOT NULL, start INTEGER NOT NULL,
      stop INTEGER NOT NULL, age REAL, diagnoses BLOB NOT NULL, medications BLOB NOT NULL,
      procedures BLOB NOT NULL, statements BLOB NOT NULL);
    CREATE TABLE code (
      view INTEGER NOT NULL, id INTEGER NOT NULL, code TEXT NOT NULL, title TEXT,
      admissions INTEGER NOT NULL, PRIMARY KEY (view, id)) WITHOUT ROWID;
    CREATE TABLE measurement (
      patient INTEGER NOT NULL, time INTEGER NOT NULL, kind TEXT NOT NULL, value REAL NOT NULL);
    CREATE TABLE report (
      name TEXT NOT NULL, patient INTEGER NOT NULL, admission INTEGER, time INTEGER NOT NULL,
      text TEXT NOT NULL);
    """

  /// Made when the rows are in.
  static let indexes = """
    CREATE UNIQUE INDEX admissionName ON admission (name);
    CREATE INDEX admissionPatient ON admission (patient);
    CREATE INDEX measurementPatient ON measurement (patient, time);
    CREATE INDEX reportAdmission ON report (admission);
    """
}
