import Electrocardiogram
import Measurement
import RhythmLibrary

/// The median, sample by sample, of a recording's beats in the eight independent leads.
///
/// Beats lie on each other at the peak of QRS as delineated; a single ectopic beat leaves no trace.
struct MedianBeat {
  /// Seconds from the median onset of QRS.
  let times: [Double]
  /// `[8][samples]` in mV.
  let leads: [[Double]]

  /// Longest stretches before and after the peak in seconds, and their part of RR.
  private static let before = (seconds: 0.40, part: 0.45)
  private static let after = (seconds: 0.60, part: 0.65)

  /// Cuts the beats; `nil` if a lead is missing or no beat is whole.
  init?(_ recording: Recording, _ measures: RecordMeasures, landmarks: BeatLandmarks) {
    let eight = Lead.independent.compactMap { recording.millivolts(of: $0) }
    guard eight.count == 8 else { return nil }
    let rate = recording.samplingRate
    let rr = landmarks.rrInterval
    let before = Int(rate * min(Self.before.seconds, Self.before.part * rr))
    let after = Int(rate * min(Self.after.seconds, Self.after.part * rr))
    let peaks = measures.delineation.consensus.compactMap { $0.qrs?.peak }.filter { peak in
      peak >= before && peak + after <= recording.sampleCount
        && eight.allSatisfy { lead in lead[peak - before..<peak + after].allSatisfy(\.isFinite) }
    }
    guard !peaks.isEmpty else { return nil }
    leads = eight.map { lead in
      (-before..<after).map { offset in OrderStatistic.median(peaks.map { lead[$0 + offset] }) }
    }
    times = (-before..<after).map { Double($0) / rate + landmarks.onsetToR }
  }
}

/// Order statistics of a few values.
enum OrderStatistic {
  /// The median of at least one value.
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
