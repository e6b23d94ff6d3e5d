import ArgumentParser

/// What `bench --fit` fits, and how.
struct FitBenchOptions: ParsableArguments {
  @Option(help: "Fit beats of a folder's WFDB records instead, beside SciPy.") var fit: String?
  @Option(parsing: .unconditional, help: "Records that --fit takes, evenly spread.")
  var records = 40
  @Option(parsing: .upToNextOption, help: "Efforts that --fit compares.")
  var efforts = FitBench.efforts
  @Option(parsing: .unconditional, help: "Starts of SciPy's best fit.") var starts = 10

  func validate() throws {
    guard records >= 1 else { throw ValidationError("--records is \(records); give at least 1") }
    guard !efforts.isEmpty, efforts.allSatisfy({ $0 >= 0 }) else {
      throw ValidationError("--efforts are \(efforts); give 0 or more each")
    }
    guard (1...1000).contains(starts) else {
      throw ValidationError("--starts is \(starts); give 1 to 1000")
    }
  }
}
