import Foundation
import TestSupport
import Testing

@Suite struct ExperienceCommandTests {
  /// Sixteen patients with an admission each; names could not come into a message by chance.
  private static func writeTables(to folder: String) throws {
    var tables = [
      "patients": "subject_id,gender,anchor_age,anchor_year\n",
      "admissions": "subject_id,hadm_id,admittime,dischtime\n",
      "diagnoses_icd": "subject_id,hadm_id,seq_num,icd_code,icd_version\n",
      "procedures_icd": "subject_id,hadm_id,seq_num,icd_code,icd_version\n",
      "prescriptions": "subject_id,hadm_id,drug\n",
    ]
    for number in 10..<26 {
      let (patient, admission) = ("987650\(number)", "976540\(number)")
      tables["patients"]? += "\(patient),F,60,2150\n"
      tables["admissions"]? += "\(patient),\(admission),2151-01-01 10:00:00,2151-01-03 10:00:00\n"
      tables["diagnoses_icd"]? += "\(patient),\(admission),1,I10,10\n"
      tables["diagnoses_icd"]? += "\(patient),\(admission),2,E1\(number),10\n"
      tables["prescriptions"]? += "\(patient),\(admission),Furosemide\n"
    }
    tables["diagnoses_icd"]? += "98765010,97654010,3,I480,11\n"
    for (name, text) in tables {
      try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
  }

  @Test func tablesAreImportedSearchedAndMeasured() throws {
    let folder = try Program.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Self.writeTables(to: folder)
    let store = folder + "/profiles.sqlite"
    let imported = try Program.run("experience", "import", "--mimic", folder, "--output", store)
    #expect(imported.status == 0, "\(imported.standardError)")
    for part in [
      "diagnoses_icd.csv: 32 rows, 1 left out", "1 left out: has an unknown ICD version; line 34",
      "16 admissions of 16 patients", "32 diagnoses of 17 kinds, 16 medications of 1 kinds",
    ] {
      #expect(imported.standardOutput.contains(part), "\(imported.standardOutput)")
    }

    let found = try Program.run(
      "retrieve", store, "--diagnosis", "icd10:E112", "--diagnosis", "icd10:I10", "--folds", "1-10",
      "--count", "2")
    #expect(found.status == 0, "\(found.standardError)")
    let lines = found.standardOutput.split(separator: "\n")
    #expect(lines.count == 2)
    // λ = 0.5 of two shared of two; the others share one of three, the first in the store first.
    #expect(
      lines.first == "0.5  admission 2, 61 years, female, diagnoses 1: icd10:I10; icd10:E112")
    #expect(lines.last == "0.1667  admission 0, 61 years, female, diagnoses 0.3333: icd10:I10")

    // The patient asked for is not found, and of the training folds' not all.
    let others = try Program.run(
      "retrieve", store, "--admission", "97654012", "--count", "16", "--json")
    #expect(others.status == 0, "\(others.standardError)")
    #expect(!others.standardOutput.contains("\"admission\" : 2,"))
    let count = others.standardOutput.matches(of: /"similarity"/).count
    #expect((1..<15).contains(count))
    // Whole names: a part of one may stand in the folder's random name.
    for text in [imported, found, others].flatMap({ [$0.standardOutput, $0.standardError] }) {
      for number in 10..<26 {
        #expect(!text.contains("987650\(number)") && !text.contains("976540\(number)"), "\(text)")
      }
    }

    let bench = try Program.run("experience", "bench", store, "--searches", "16")
    #expect(bench.status == 0, "\(bench.standardError)")
    #expect(bench.standardOutput.contains("10 of 10 equal to scoring every profile"))
    let made = try Program.run("experience", "make-up", store, "--output", folder + "/made")
    #expect(made.status == 65 && made.standardError.contains("17 diagnoses"))
  }

  @Test(arguments: [
    (["experience", "import", "--output", "x"], 64, "--mimic DIR or --synthea DIR"),
    (["experience", "import", "--mimic", "/nowhere", "--output", "/tmp/x"], 74, "patients.csv"),
    (
      ["experience", "import", "--synthea", "/nowhere", "--output", "/nowhere/x"], 74, "/nowhere/x"
    ),
    (["experience", "bench", "/nowhere"], 74, "/nowhere is not there"),
    (["experience", "bench", "x", "--count", "0"], 64, "at least 1"),
    (["retrieve", "/nowhere", "--diagnosis", "icd10:I10"], 74, "/nowhere is not there"),
    (["retrieve", "x"], 64, "--admission NAME"),
    (["retrieve", "x", "--report", "y", "--folds", "0-3"], 64, "--folds 0-3"),
    (["retrieve", "x", "--report", "y", "--diagnoses-weight=-1"], 64, "weights are at least 0"),
  ])
  func badUseIsOneLineAndACode(_ arguments: [String], _ status: Int32, _ part: String) throws {
    let result = try Shell.run(Program.path, arguments)
    #expect(result.status == status, "\(result.standardError)")
    #expect(result.standardError.contains(part), "\(result.standardError)")
  }
}
