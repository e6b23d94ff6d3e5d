import Foundation
import Statements
import Tables

/// Gathers patients, admissions and their codes from tables.
public final class RecordCollector {
  let writer: StoreWriter
  private let runs: SortedRuns
  let progress: (String, Int) -> Void
  var report = ImportReport()

  /// Patients and what is known of them.
  var patients = NameTable()
  private var people: [Person] = []
  /// Admissions, whose they are and when.
  var admissions = NameTable()
  private var stays: [Stay] = []
  /// Codes by view, and words for some of them.
  private var vocabularies = ProfileView.allCases.map { _ in NameTable() }
  private var titles = ProfileView.allCases.map { _ in [Int: String]() }
  /// The admission of the row before: rows of one admission mostly stand together.
  private var lastName: [UInt8] = []
  private var lastNumber = 0
  /// Admissions by patient and start.
  private var calendar: [Int32] = []

  /// What is known of a patient.
  struct Person {
    var sex: Condition.Sex?
    /// Seconds since 1970 of the birth, or of the time at which the patient would have been born.
    var birth: Int?
  }

  /// An admission.
  private struct Stay {
    var patient: Int32
    var start: Int
    var stop: Int
  }

  init(_ writer: StoreWriter, runs: SortedRuns, progress: @escaping (String, Int) -> Void) {
    self.writer = writer
    self.runs = runs
    self.progress = progress
  }

  /// Notes what is known of a patient; `false` if something was noted before.
  func add(patient name: ArraySlice<UInt8>, _ person: Person) -> Bool {
    guard patients.intern(name).isNew else { return false }
    people.append(person)
    return true
  }

  /// Notes an admission; `false` if there is one of this name.
  func add(
    admission name: ArraySlice<UInt8>, of patient: ArraySlice<UInt8>, start: Int, stop: Int
  ) -> Bool {
    guard admissions.intern(name).isNew else { return false }
    let (number, isNew) = patients.intern(patient)
    if isNew { people.append(Person()) }
    stays.append(Stay(patient: Int32(number), start: start, stop: stop))
    return true
  }

  /// Adds a code to a set of an admission.
  ///
  /// - Returns: What is wrong, `nil` if nothing is.
  func add(
    _ code: ArraySlice<UInt8>, to view: ProfileView, admission: ArraySlice<UInt8>,
    patient: ArraySlice<UInt8>, title: String? = nil
  ) throws(HealthRecordError) -> String? {
    guard !admission.isEmpty else { return "names no admission" }
    if !admission.elementsEqual(lastName) {
      guard let found = admissions.number(of: admission) else {
        return "names an admission that the table of admissions lacks"
      }
      lastName = Array(admission)
      lastNumber = found
    }
    guard patients[Int(stays[lastNumber].patient)].elementsEqual(patient) else {
      return "names another patient than the table of admissions"
    }
    let (number, isNew) = vocabularies[view.rawValue].intern(code)
    if isNew, let title { titles[view.rawValue][number] = title }
    try insert(admission: lastNumber, view, number)
    return nil
  }

  /// Gives words to a code that is there.
  func name(_ code: ArraySlice<UInt8>, of view: ProfileView, _ title: String) {
    guard let number = vocabularies[view.rawValue].number(of: code) else { return }
    titles[view.rawValue][number] = title
  }

  /// Adds the report of an ECG to the admission during which it was made, if there is one.
  ///
  /// - Returns: What is wrong, `nil` if nothing is.
  func add(
    report text: String, name: String, patient: ArraySlice<UInt8>, time: Int,
    _ statements: [Statements.Statement]
  ) throws -> String? {
    guard let number = patients.number(of: patient) else {
      return "names a patient that the tables lack"
    }
    let admission = admission(of: number, at: time)
    try writer.report(
      name: name, patient: number, admission: admission, time: time, text: text)
    guard let admission else { return nil }
    for key in StatementKey.keys(of: statements) {
      let (code, _) = vocabularies[ProfileView.statements.rawValue].intern(Array(key.utf8)[...])
      try insert(admission: admission, .statements, code)
    }
    return nil
  }

  private func insert(
    admission: Int, _ view: ProfileView, _ code: Int
  ) throws(HealthRecordError) {
    try runs.insert(UInt64(admission) << 32 | UInt64(view.rawValue) << 29 | UInt64(code))
  }

  /// The admission of a patient during which a time lies; the one that began last if there are several.
  private func admission(of patient: Int, at time: Int) -> Int? {
    if calendar.count != stays.count {
      calendar = stays.indices.map { Int32($0) }.sorted { a, b in
        let (a, b) = (stays[Int(a)], stays[Int(b)])
        return (a.patient, a.start) < (b.patient, b.start)
      }
    }
    var (low, high) = (0, calendar.count)
    while low < high {
      let middle = (low + high) / 2
      let stay = stays[Int(calendar[middle])]
      if (Int(stay.patient), stay.start) <= (patient, time) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    for place in stride(from: low - 1, through: 0, by: -1) {
      let stay = stays[Int(calendar[place])]
      guard Int(stay.patient) == patient else { return nil }
      if time <= stay.stop { return Int(calendar[place]) }
    }
    return nil
  }

  /// Writes patients, admissions and vocabularies.
  func finish() throws -> ImportReport {
    for (number, person) in people.enumerated() {
      try writer.patient(number, name: patients.text(number), sex: person.sex?.rawValue)
    }
    var counts = vocabularies.map { [Int](repeating: 0, count: $0.count) }
    var next = 0
    var sets = ProfileView.allCases.map { _ in [Int32]() }
    func writeStays(upTo end: Int) throws {
      while next < end {
        try write(next, sets)
        for view in sets.indices { sets[view].removeAll(keepingCapacity: true) }
        next += 1
        if next % 10_000 == 0 { progress("profiles", next) }
      }
    }
    try runs.drain { (number) throws(HealthRecordError) in
      let admission = Int(number >> 32)
      if admission != next {
        do {
          try writeStays(upTo: admission)
        } catch {
          throw HealthRecordError(
            .unwritable, "a profile cannot be written; is the disk full?", underlying: error)
        }
      }
      let view = Int(number >> 29) & 7
      let code = Int32(number & 0x1fff_ffff)
      sets[view].append(code)
      counts[view][Int(code)] += 1
    }
    try writeStays(upTo: stays.count)
    for view in ProfileView.allCases {
      for number in 0..<vocabularies[view.rawValue].count {
        try writer.code(
          view, number, vocabularies[view.rawValue].text(number),
          title: titles[view.rawValue][number], admissions: counts[view.rawValue][number])
      }
    }
    report.patients = people.count
    report.admissions = stays.count
    report.codes = vocabularies.map(\.count)
    report.members = counts.map { $0.reduce(0, +) }
    return report
  }

  private func write(_ number: Int, _ sets: [[Int32]]) throws {
    let stay = stays[number]
    let person = people[Int(stay.patient)]
    let profile = Profile(
      admission: number, patient: Int(stay.patient),
      ageYears: person.birth.map { CalendarTime.years(from: $0, to: stay.start) },
      sex: person.sex, codes: sets)
    try writer.admission(
      profile, name: admissions.text(number), start: stay.start, stop: stay.stop)
  }
}
