import Foundation

/// NeuroKit2's `ecg_simulate`, timed in its own process.
enum NeuroKitPeer {
  /// Beats a second of its two calls.
  struct Figures: Codable {
    let version: String
    let oneLeadBeatsPerSecond: Double
    let twelveLeadBeatsPerSecond: Double
  }

  /// The figures, or why there are none.
  struct Outcome: Encodable {
    let figures: Figures?
    let reason: String?
  }

  /// Median of five ten-second records at 60 bpm and 500 Hz, after one that is not counted.
  static let script = """
    import json, statistics, time, warnings
    warnings.filterwarnings("ignore")
    import neurokit2 as nk
    def rate(method):
        times = []
        for seed in range(6):
            start = time.process_time()
            nk.ecg_simulate(duration=10, sampling_rate=500, heart_rate=60, method=method,
                            random_state=seed)
            times.append(time.process_time() - start)
        return 10 / statistics.median(times[1:])
    print(json.dumps({"version": nk.__version__, "oneLeadBeatsPerSecond": rate("ecgsyn"),
                      "twelveLeadBeatsPerSecond": rate("multileads")}))
    """

  /// Times the peer now.
  static func measure() -> Outcome {
    let python = PythonPeer.interpreter
    let process = PythonPeer.process(script)
    let output = Pipe()
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      return Outcome(figures: nil, reason: "\(python) cannot be started")
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let figures = try? JSONDecoder().decode(Figures.self, from: data) else {
      return Outcome(figures: nil, reason: "\(python) has no NeuroKit2; run '.ci/setup all'")
    }
    return Outcome(figures: figures, reason: nil)
  }
}
