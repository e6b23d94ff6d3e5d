import Foundation
import TestSupport
import Testing

@Suite struct DistillCommandTests {
  /// A store of sixteen patients, two of three with a report of an old infarction.
  private static func withStore(_ body: (_ store: String, _ folder: String) throws -> Void) throws {
    let folder = try Program.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var tables = [
      "patients": "subject_id,gender,anchor_age,anchor_year\n",
      "admissions": "subject_id,hadm_id,admittime,dischtime\n",
      "diagnoses_icd": "subject_id,hadm_id,seq_num,icd_code,icd_version\n",
      "procedures_icd": "subject_id,hadm_id,seq_num,icd_code,icd_version\n",
      "prescriptions": "subject_id,hadm_id,drug\n",
    ]
    var reports = "subject_id,study_id,ecg_time,report_0,report_1\n"
    for number in 10..<26 {
      let (patient, admission) = ("987650\(number)", "976540\(number)")
      tables["patients"]? += "\(patient),F,60,2150\n"
      tables["admissions"]? += "\(patient),\(admission),2151-01-01 10:00:00,2151-01-03 10:00:00\n"
      tables["diagnoses_icd"]? += "\(patient),\(admission),1,I10,10\n"
      tables["prescriptions"]? += "\(patient),\(admission),Furosemide\n"
      let finding = number % 3 == 0 ? "Normal ECG" : "Old inferior infarct"
      reports += "\(patient),4000\(number),2151-01-02 10:00:00,Sinus rhythm,\(finding)\n"
    }
    for (name, text) in tables {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).csv"))
    }
    let measurements = folder + "/machine_measurements.csv"
    try Data(reports.utf8).write(to: URL(fileURLWithPath: measurements))
    let store = folder + "/profiles.sqlite"
    let imported = try Program.run(
      "experience", "import", "--mimic", folder, "--reports", measurements, "--output", store)
    try #require(imported.status == 0, "\(imported.standardError)")
    try body(store, folder)
  }

  @Test func withoutAModelTheMajorityIsTaken() throws {
    try Self.withStore { store, _ in
      let result = try Program.run(
        "distill", store, "--diagnosis", "icd10:I10", "--report", "first degree AV block",
        "--folds", "1-10", "--count", "16")
      #expect(result.status == 0, "\(result.standardError)")
      let lines = result.standardOutput.split(separator: "\n")
      #expect(
        lines.first == "first degree AV block. sinus rhythm. old inferior myocardial infarction.",
        "\(result.standardOutput)")
      #expect(lines.last?.hasPrefix("3 statements, 16 neighbours, ") == true)
      // A half is needed: the fold of few patients, all normal or none.
      let none = try Program.run("distill", store, "--diagnosis", "icd10:X99", "--folds", "1-10")
      #expect(none.status == 0 && none.standardOutput.hasPrefix("nothing is known"))
    }
  }

  @Test func aModelWritesAndItsAnswerIsKept() throws {
    try Self.withStore { store, folder in
      let fake = try FakeEndpoint([.reply("Sinus rhythm. Old inferior infarct.")])
      let arguments = [
        "distill", store, "--admission", "97654012", "--folds", "1-10", "--endpoint", fake.address,
        "--model", "small", "--cache", folder + "/answers", "--age", "71", "--sex", "male",
        "--heart-rate", "88", "--json",
      ]
      // A proxy that is closed: this machine asks itself without one.
      let surroundings = [
        "OMP_NUM_THREADS": "1", "http_proxy": "http://127.0.0.1:9",
        "all_proxy": "http://127.0.0.1:9",
        "ECGWORKBENCH_LLM_KEY": "hush",
      ]
      let result = try Shell.run(Program.path, arguments, environment: surroundings)
      #expect(result.status == 0, "\(result.standardError)")
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
      #expect(json["report"] as? String == "Sinus rhythm. Old inferior infarct.")
      #expect(
        json["author"] as? String == "model" && (json["faults"] as? [String])?.isEmpty == true)
      let request = try #require(fake.requests.first).replacing("\\/", with: "/")
      #expect(request.contains("male, 71 years, heart rate 88/min"))
      #expect(request.contains("Authorization: Bearer hush"))
      for number in 10..<26 {
        #expect(!request.contains("987650\(number)") && !request.contains("976540\(number)"))
      }
      fake.close()
      let again = try Shell.run(Program.path, arguments, environment: surroundings)
      #expect(again.status == 0 && again.standardOutput == result.standardOutput)
      // Another question, and nobody there.
      let other = try Program.run(
        "distill", store, "--admission", "97654013", "--endpoint", fake.address, "--model", "small",
        "--attempts", "1")
      #expect(other.status == 74 && other.standardError.contains("cannot be reached"))
      #expect(other.standardError.split(separator: "\n").count == 1)
    }
  }

  @Test func nonsenseIsReplacedAndItsFaultsAreToldWithoutQuotingIt() throws {
    try Self.withStore { store, _ in
      let fake = try FakeEndpoint([.reply("sinus rhythm of patient 98765012 Smith.")])
      defer { fake.close() }
      let result = try Program.run(
        "distill", store, "--diagnosis", "icd10:I10", "--folds", "1-10", "--endpoint", fake.address,
        "--model", "small", "--timeout", "20")
      #expect(result.status == 0, "\(result.standardError)")
      #expect(result.standardOutput.contains("the model's report was not used: "))
      #expect(result.standardOutput.contains("it holds an identifier or a date"))
      let said = result.standardOutput + result.standardError
      #expect(!said.contains("98765012") && !said.contains("Smith"))
      #expect(fake.requests.count == 2)
    }
  }

  @Test func thePromptIsShownWithoutAsking() throws {
    try Self.withStore { store, _ in
      let result = try Program.run(
        "distill", store, "--diagnosis", "icd10:I10", "--folds", "1-10", "--show-prompt")
      #expect(result.status == 0, "\(result.standardError)")
      for part in ["[system]", "At most 60 words", "[user]", "- similarity 0.", "old inferior"] {
        #expect(result.standardOutput.contains(part), "\(part)")
      }
    }
  }

  @Test(
    arguments: [
      (["--endpoint", "http://127.0.0.1:9"], 64, "--endpoint needs --model"),
      (["--model", "m"], 64, "--model is about a language model; give --endpoint too"),
      (["--timeout", "3"], 64, "--timeout is about a language model"),
      (["--endpoint", "https://api.example.org/v1", "--model", "m"], 64, "is another machine"),
      (
        ["--endpoint", "https://api.example.org/v1", "--model", "m", "--allow-remote-llm"], 64,
        "both --allow-remote-llm and --allow-host"
      ),
      (
        [
          "--endpoint", "http://api.example.org/v1", "--model", "m", "--allow-remote-llm",
          "--allow-host", "api.example.org",
        ], 64, "asked by https only"
      ),
      (["--endpoint", "nowhere", "--model", "m"], 64, "'nowhere' is no address"),
      (
        ["--endpoint", "http://127.0.0.1:9", "--model", "m", "--timeout", "0"], 64,
        "--timeout 0.0; more than 0"
      ),
      (
        ["--endpoint", "http://127.0.0.1:9", "--model", "m", "--attempts", "0"], 64,
        "--attempts 0; 1 to 20"
      ),
      (
        ["--endpoint", "http://127.0.0.1:9", "--model", "m", "--prompts", "/nowhere"], 64,
        "/nowhere/"
      ),
      (["--age", "200"], 64, "--age 200.0; 0 to 130"),
      (["--heart-rate", "5"], 64, "--heart-rate 5.0; 10 to 400"),
      (["--sex", "other"], 64, "--sex"),
      ([], 74, "/nowhere/store"),
    ] as [([String], Int32, String)])
  func mistakesAreToldInOneLine(arguments: [String], status: Int32, part: String) throws {
    let result = try Shell.run(
      Program.path, ["distill", "/nowhere/store", "--diagnosis", "icd10:I10"] + arguments,
      environment: ["OMP_NUM_THREADS": "1"])
    #expect(result.status == status, "\(result.standardError)")
    #expect(result.standardError.contains(part), "\(result.standardError)")
    #expect(result.standardOutput.isEmpty)
  }
}
