import Foundation
import RandomNumbers
import RecordFiles

/// Tables in MIMIC-IV's layout of patients who never lived, to measure with.
///
/// An admission's codes are drawn one after another with the frequencies of a store's, each once; a set's size is
/// Poisson's with the mean that is asked for, at least one. Codes are independent of each other and of the
/// patient, which real ones are not: similarities are lower than real ones and lists as long. Nothing but the
/// frequencies comes from the store.
public struct MadeUpTables {
  /// Mean sizes of the sets of diagnoses, medications and procedures.
  public var meanSizes = [12.0, 25, 3]
  /// Admissions a patient: 196 of 70 patients in MIMIC-IV's demo.
  public var admissionsPerPatient = 2.8
  private let codes: [[ProfileStore.Code]]

  /// Takes a store's frequencies.
  ///
  /// - Throws: `HealthRecordError` if the store cannot be read or is not of MIMIC-IV's tables.
  public init(_ store: ProfileStore) throws(HealthRecordError) {
    var codes: [[ProfileStore.Code]] = []
    for view in [ProfileView.diagnoses, .medications, .procedures] {
      let prefixes = view == .medications ? ["drug:"] : ["icd9:", "icd10:"]
      let found = try store.codes(of: view).filter { code in
        code.admissions > 0 && prefixes.contains { code.code.hasPrefix($0) }
      }
      guard found.count > 100 else {
        throw HealthRecordError(
          .absent, "the store holds \(found.count) \(view.name) as MIMIC-IV codes them, too few")
      }
      codes.append(found)
    }
    self.codes = codes
  }

  /// Writes `patients`, `admissions`, `diagnoses_icd`, `procedures_icd`, `prescriptions` and `omr`.
  ///
  /// - Parameters:
  ///   - folder: Where they go.
  ///   - admissions: How many.
  ///   - seed: The same seed gives the same bytes.
  ///   - progress: Is told how many are written.
  /// - Throws: `RecordFileError` if a file cannot be written.
  public func write(
    to folder: String, admissions: Int, seed: UInt64, progress: (Int) -> Void = { _ in }
  ) throws {
    precondition((1...10_000_000).contains(admissions), "\(admissions) admissions")
    let patients = max(1, Int(Double(admissions) / admissionsPerPatient))
    var tables: [FileStream] = []
    for (name, head) in Self.heads {
      let table = try FileStream(path: "\(folder)/\(name).csv")
      try table.append { $0 += (head + "\n").utf8 }
      tables.append(table)
    }
    for patient in 0..<patients { try write(patient: patient, seed, tables[0], tables[5]) }
    let choices = codes.map { WeightedChoice($0.map { Double($0.admissions) }) }
    // Codes as the tables write them.
    let words = codes.map { $0.map { Self.fields(of: $0.code) } }
    for admission in 0..<admissions {
      var numbers = Philox(seed: seed, record: UInt32(admission), stream: 1)
      // Numbers of eight digits in no order, each once: 48,271 and the range's size share no factor.
      let name = "\(20_000_000 + admission * 48_271 % 10_000_019)"
      let patient = Self.name(ofPatient: Int.random(in: 0..<patients, using: &numbers))
      try tables[1].append {
        let day = Int.random(in: 10...27, using: &numbers)
        $0 +=
          "\(patient),\(name),2150-03-\(day) 10:00:00,2150-04-\(day) 16:00:00,,URGENT,P00AAA,".utf8
        $0 += "EMERGENCY ROOM,HOME,Other,ENGLISH,,,,,0\n".utf8
      }
      for (view, table) in [2, 4, 3].enumerated() {
        let size = Self.poisson(meanSizes[view], &numbers)
        let drawn = choices[view].draw(size, &numbers)
        try tables[table].append { bytes in
          for (place, code) in drawn.enumerated() {
            let word = words[view][code]
            switch view {
            case 0: bytes += "\(patient),\(name),\(place + 1),\(word)\n".utf8
            case 1:
              bytes +=
                "\(patient),\(name),\(place),,,,2150-03-28 10:00:00,2150-03-30 16:00:00,MAIN,".utf8
              bytes += "\(word),,,,,,1,TAB,1,TAB,1,PO\n".utf8
            default: bytes += "\(patient),\(name),\(place + 1),2150-03-28,\(word)\n".utf8
            }
          }
        }
      }
      if admission % 10_000 == 0 { progress(admission) }
    }
    for table in tables { try table.finish() }
  }

  /// Files and their columns, as MIMIC-IV 2.2 names them.
  private static let heads = [
    ("patients", "subject_id,gender,anchor_age,anchor_year,anchor_year_group,dod"),
    (
      "admissions",
      "subject_id,hadm_id,admittime,dischtime,deathtime,admission_type,admit_provider_id,"
        + "admission_location,discharge_location,insurance,language,marital_status,race,edregtime,"
        + "edouttime,hospital_expire_flag"
    ),
    ("diagnoses_icd", "subject_id,hadm_id,seq_num,icd_code,icd_version"),
    ("procedures_icd", "subject_id,hadm_id,seq_num,chartdate,icd_code,icd_version"),
    (
      "prescriptions",
      "subject_id,hadm_id,pharmacy_id,poe_id,poe_seq,order_provider_id,starttime,stoptime,drug_type,"
        + "drug,formulary_drug_cd,gsn,ndc,prod_strength,form_rx,dose_val_rx,dose_unit_rx,"
        + "form_val_disp,form_unit_disp,doses_per_24_hrs,route"
    ),
    ("omr", "subject_id,chartdate,seq_num,result_name,result_value"),
  ]

  private static func name(ofPatient patient: Int) -> String { "\(10_000_000 + patient)" }

  private func write(
    patient: Int, _ seed: UInt64, _ patients: FileStream, _ bodies: FileStream
  ) throws {
    var numbers = Philox(seed: seed, record: UInt32(patient), stream: 0)
    let name = Self.name(ofPatient: patient)
    try patients.append {
      let sex = Bool.random(using: &numbers) ? "F" : "M"
      $0 += "\(name),\(sex),\(Int.random(in: 18...91, using: &numbers)),2150,2011 - 2013,\n".utf8
    }
    try bodies.append {
      let pounds = Int.random(in: 90...300, using: &numbers)
      $0 += "\(name),2150-02-01,1,Weight (Lbs),\(pounds)\n".utf8
      $0 +=
        "\(name),2150-02-01,1,Blood Pressure,\(Int.random(in: 90...180, using: &numbers))/70\n".utf8
    }
  }

  /// The fields of a code in its table: a drug's name, or an ICD code and its version.
  private static func fields(of code: String) -> String {
    let parts = code.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let word = String(parts[1])
    switch parts[0] {
    case "icd9": return word + ",9"
    case "icd10": return word + ",10"
    default:
      let isPlain = !word.utf8.contains { ",\"".utf8.contains($0) }
      return isPlain ? word : "\"" + word.replacing("\"", with: "\"\"") + "\""
    }
  }

  /// A number of Poisson's distribution, at least 1: Knuth, The Art of Computer Programming 2, 3.4.1.
  private static func poisson(_ mean: Double, _ numbers: inout Philox) -> Int {
    let limit = exp(-mean)
    var (product, count) = (Double.random(in: 0..<1, using: &numbers), 0)
    while product > limit {
      product *= Double.random(in: 0..<1, using: &numbers)
      count += 1
    }
    return max(1, count)
  }
}

/// Draws places with given weights: Walker's alias method (Electronics Letters 10:127, 1974).
struct WeightedChoice {
  /// For each place how likely it stays itself, and what it is otherwise.
  private var share: [Double]
  private var other: [Int]

  init(_ weights: [Double]) {
    let mean = weights.reduce(0, +) / Double(weights.count)
    precondition(mean > 0, "weights that are all zero")
    share = weights.map { $0 / mean }
    other = Array(weights.indices)
    var small = share.indices.filter { share[$0] < 1 }
    var large = share.indices.filter { share[$0] >= 1 }
    while let low = small.popLast(), let high = large.popLast() {
      other[low] = high
      share[high] -= 1 - share[low]
      if share[high] < 1 { small.append(high) } else { large.append(high) }
    }
  }

  /// Different places, at most as many as there are.
  func draw(_ count: Int, _ numbers: inout Philox) -> [Int] {
    var drawn: [Int] = []
    while drawn.count < min(count, share.count / 2) {
      let place = Int.random(in: 0..<share.count, using: &numbers)
      let isItself = Double.random(in: 0..<1, using: &numbers) < share[place]
      let choice = isItself ? place : other[place]
      if !drawn.contains(choice) { drawn.append(choice) }
    }
    return drawn
  }
}
