import ArgumentParser

/// What `bench --fit` fits, and how.
struct FitBenchOptions: ParsableArguments {
  @Option(help: "Fit beats of a folder's WFDB records instead, beside SciPy.") var fit: String?
  @Option(
    name: .customLong("records"), parsing: .unconditional,
    help: "Records that --fit takes, evenly spread. (default: 40)")
  var recordsGiven: Int?
  @Option(
    name: .customLong("efforts"), parsing: .upToNextOption,
    help:
      "Efforts that --fit compares. (default: \(FitBench.efforts.map(String.init).joined(separator: " ")))"
  )
  var effortsGiven: [Int] = []
  @Option(
    name: .customLong("starts"), parsing: .unconditional,
    help: "Starts of SciPy's best fit. (default: 10)")
  var startsGiven: Int?

  var records: Int { recordsGiven ?? 40 }
  var efforts: [Int] { effortsGiven.isEmpty ? FitBench.efforts : effortsGiven }
  var starts: Int { startsGiven ?? 10 }

  func validate() throws {
    guard records >= 1 else { throw ValidationError("--records is \(records); give at least 1") }
    guard efforts.allSatisfy({ FitCommand.efforts.contains($0) }) else {
      throw ValidationError(
        "--efforts are \(efforts); give 0 to \(FitCommand.efforts.upperBound) each")
    }
    guard Set(efforts).count == efforts.count else {
      throw ValidationError("--efforts are \(efforts); give each once")
    }
    guard (1...1000).contains(starts) else {
      throw ValidationError("--starts is \(starts); give 1 to 1000")
    }
    let given: [(String, Bool)] = [
      ("--records", recordsGiven != nil), ("--efforts", !effortsGiven.isEmpty),
      ("--starts", startsGiven != nil),
    ]
    if fit == nil, let option = given.first(where: \.1)?.0 {
      throw ValidationError("\(option) is about fits; give --fit DIR too")
    }
  }
}
