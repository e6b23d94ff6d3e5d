import Foundation
import Populations
import TestSupport
import Testing

@Suite struct CohortTests {
  /// A folder that goes when the test is over.
  static func inFolder<Result>(
    _ files: [String: String], _ body: (String) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let url = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    return try body(folder.path)
  }

  static let table = """
    ecg_id,patient_id,scp_codes,strat_fold,filename_lr,filename_hr
    1,7,"{'NORM': 100.0, 'SR': 0.0}",3,lr/1,hr/1
    2,7,"{'NORM': 80.0}",3,lr/2,hr/2
    3,8,"{'IMI': 35.0, 'ABQRS': 0.0}",9,lr/3,hr/3
    4,9,"{'NORM': 100.0}",9,lr/4,hr/4

    """
  static let statements = """
    ,description,diagnostic,form,rhythm,diagnostic_class
    NORM,normal ECG,1,,,NORM
    IMI,inferior infarction,1,,,MI
    ABQRS,abnormal QRS,,1,,
    SR,sinus rhythm,,,1,

    """

  @Test func ptbXLHasPatientsFoldsAndClasses() throws {
    let files = [
      "ptbxl_database.csv": Self.table, "scp_statements.csv": Self.statements, "hr/1.hea": "",
      "hr/2.hea": "", "lr/3.hea": "",
    ]
    try Self.inFolder(files) { folder in
      let cohort = try Cohort(folder: folder + "/")
      // The fourth is not there; the third only at the low rate.
      #expect(cohort.members.map(\.record) == ["hr/1", "hr/2", "lr/3"])
      #expect(cohort.members[0].classes == ["NORM", "SR"])
      #expect(cohort.members[2].classes == ["MI", "IMI", "ABQRS"])
      #expect(cohort.folds(9...9).members.map(\.record) == ["lr/3"])
      #expect(try cohort.patients(of: "NORM").members.map(\.record) == ["hr/1"])
      let error = #expect(throws: PopulationError.self) { try cohort.patients(of: "HYP") }
      #expect(error?.code == .unknownClass && "\(error!)".contains("ABQRS, IMI, MI, NORM, SR"))
    }
  }

  @Test func otherFoldersTakePatientsFromTheirNames() throws {
    let files = ["patient001/s1.hea": "", "patient001/s2.hea": "", "b.hea": "", "b.dat": ""]
    try Self.inFolder(files) { folder in
      let cohort = try Cohort(folder: folder)
      #expect(cohort.members.map(\.record) == ["b", "patient001/s1", "patient001/s2"])
      #expect(cohort.members.map(\.patient) == ["b", "patient001", "patient001"])
      #expect(cohort.members[1].fold == cohort.members[2].fold)
    }
  }

  @Test func foldersWithoutRecordsAreErrors() throws {
    try Self.inFolder(["a.txt": ""]) { folder in
      let none = #expect(throws: PopulationError.self) { try Cohort(folder: folder) }
      #expect(none?.code == .tooFew)
      let missing = #expect(throws: PopulationError.self) { try Cohort(folder: folder + "/no") }
      #expect(missing?.code == .inaccessible)
    }
    try Self.inFolder(["ptbxl_database.csv": "ecg_id\n1,2\n"]) { folder in
      let odd = #expect(throws: PopulationError.self) { try Cohort(folder: folder) }
      #expect(odd?.code == .malformed)
    }
  }
}
