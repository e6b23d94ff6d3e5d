import Electrocardiogram
import Foundation

/// XQRS and NeuroKit2 at the same measurements, timed in a process of their own, on lead II alone.
enum MeasurementPeers {
  /// What a peer does.
  enum Task: String {
    case xqrs, neuroKitPeaks, neuroKitWaves, neuroKitShortWaves, neuroKitFile

    /// What the report calls it.
    var name: String {
      switch self {
      case .xqrs: "XQRS"
      case .neuroKitPeaks: "NeuroKit2 ecg_peaks"
      case .neuroKitWaves, .neuroKitShortWaves: "NeuroKit2 ecg_peaks and ecg_delineate, dwt"
      case .neuroKitFile: "the same and wfdb.rdrecord"
      }
    }
  }

  /// Seconds of processor time for a record, by task; versions by package.
  struct Figures: Codable {
    let versions: [String: String]
    let seconds: [String: Double]
  }

  /// The figures, or why there are none.
  struct Outcome: Encodable {
    let figures: Figures?
    let reason: String?
  }

  /// The long record is timed once, short ones after one that is not counted.
  private static let script = """
    import importlib.metadata, json, sys, time, warnings
    warnings.simplefilter("ignore")
    def seconds(run):
        start = time.process_time()
        run()
        return time.process_time() - start
    file, rate, names = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    versions, times = {}, {}
    try:
        import numpy, wfdb
        from wfdb import processing
        signal = numpy.fromfile(file, dtype="<f8")
        versions["wfdb"] = importlib.metadata.version("wfdb")
        times["xqrs"] = seconds(lambda: processing.xqrs_detect(signal, rate, verbose=False))
        import neurokit2 as nk
        versions["neurokit2"] = nk.__version__
        def peaks(x, rate):
            clean = nk.ecg_clean(x, sampling_rate=rate)
            return clean, nk.ecg_peaks(clean, sampling_rate=rate)[1]["ECG_R_Peaks"]
        def waves(x, rate):
            clean, found = peaks(x, rate)
            nk.ecg_delineate(clean, found, sampling_rate=rate, method="dwt")
        def read(name):
            record = wfdb.rdrecord(name)
            return record.p_signal[:, record.sig_name.index("II")], int(record.fs)
        waves(*read(names[0]))
        times["neuroKitPeaks"] = seconds(lambda: peaks(signal, rate))
        times["neuroKitWaves"] = seconds(lambda: waves(signal, rate))
        records = [read(name) for name in names]
        times["neuroKitShortWaves"] = seconds(
            lambda: [waves(*record) for record in records]) / len(names)
        times["neuroKitFile"] = seconds(
            lambda: [waves(*read(name)) for name in names]) / len(names)
    except ImportError:
        pass
    print(json.dumps({"versions": versions, "seconds": times}))
    """

  /// Times the peers now.
  ///
  /// - Parameters:
  ///   - long: A recording whose lead II they get.
  ///   - records: Paths of WFDB records with a lead II.
  ///   - folder: Where the lead may be left for them.
  /// - Returns: What they took.
  static func measure(_ long: Recording, records: [String], in folder: URL) -> Outcome {
    let python = PythonPeer.interpreter
    let file = folder.appending(path: "lead.f64")
    let bytes = unsafe (long.millivolts(of: .II) ?? []).withUnsafeBytes { unsafe Data($0) }
    let process = PythonPeer.process(script)
    process.arguments =
      (process.arguments ?? []) + [file.path, "\(Int(long.samplingRate))"] + records
    let output = Pipe()
    process.standardOutput = output
    do {
      try bytes.write(to: file)
      try process.run()
    } catch {
      return Outcome(figures: nil, reason: "\(python) cannot be started")
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let figures = try? JSONDecoder().decode(Figures.self, from: data),
      !figures.versions.isEmpty
    else { return Outcome(figures: nil, reason: "\(python) has no wfdb; run '.ci/setup all'") }
    return Outcome(figures: figures, reason: nil)
  }
}
