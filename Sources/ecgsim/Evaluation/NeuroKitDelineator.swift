import Electrocardiogram
import Foundation
import Measurement

/// NeuroKit2's delineation of single leads by wavelets, run in a Python process of its own.
enum NeuroKitDelineator {
  /// A lead to be delineated.
  struct Signal: Encodable {
    let samplingRate: Double
    let millivolts: [Double]
  }

  /// What it found in each lead.
  struct Answer {
    /// Its version.
    let version: String
    /// Beats of each lead; none where it failed.
    let beats: [[BeatWaves]]
  }

  /// Reads signals from standard input and prints, for each, the marks beat by beat; null where none is.
  private static let script = """
    import importlib.metadata, json, sys, warnings
    warnings.simplefilter("ignore")
    import numpy, neurokit2
    names = [f"ECG_{wave}_{mark}s" for wave in "PRT" for mark in ("Onset", "Peak", "Offset")]
    leads = []
    for signal in json.load(sys.stdin):
        rate = int(signal["samplingRate"])
        try:
            clean = neurokit2.ecg_clean(numpy.array(signal["millivolts"]), sampling_rate=rate)
            peaks = neurokit2.ecg_peaks(clean, sampling_rate=rate)[1]["ECG_R_Peaks"]
            found = neurokit2.ecg_delineate(clean, peaks, sampling_rate=rate, method="dwt")[1]
            found["ECG_R_Peaks"] = peaks
            columns = [found[name] for name in names]
            leads.append([[None if mark is None or numpy.isnan(mark) else int(mark) for mark in beat]
                          for beat in zip(*columns)])
        except Exception:
            leads.append([])
    json.dump({"version": importlib.metadata.version("neurokit2"), "leads": leads}, sys.stdout)
    """

  private struct Printed: Decodable {
    let version: String
    let leads: [[[Int?]]]
  }

  /// Delineates leads; `nil` if there is no Python with NeuroKit2.
  ///
  /// - Throws: A file error if the signals cannot be handed over.
  static func delineate(_ signals: [Signal]) throws -> Answer? {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "ecgsim-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try JSONEncoder().encode(signals).write(to: file)
    let process = PythonPeer.process(script)
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard let answer = try? JSONDecoder().decode(Printed.self, from: printed) else { return nil }
    return Answer(version: answer.version, beats: answer.leads.map { $0.compactMap(beat) })
  }

  /// One beat of nine marks: onset, peak and offset of P, QRS and T.
  private static func beat(_ marks: [Int?]) -> BeatWaves? {
    guard marks.count == 9, let rPeak = marks[4] else { return nil }
    func wave(_ first: Int) -> SampledWave? {
      guard let peak = marks[first + 1] else { return nil }
      return SampledWave(onset: marks[first], peak: peak, offset: marks[first + 2])
    }
    return BeatWaves(rPeak: rPeak, p: wave(0), qrs: wave(3), t: wave(6))
  }
}
