import Electrocardiogram
import Foundation
import Measurement
import RecordFiles
import TestSupport
import Testing

/// Waves of real recordings against cardiologists' marks.
///
/// `swift test -c release --filter RealDelineationTests` prints the tables.
@Suite("Waves of real recordings", .enabled(if: RealData.isPresent, "\(RealData.hint)"))
struct RealDelineationTests {
  /// Differences of one kind of bound in milliseconds.
  private struct Differences {
    var values: [Double] = []
    var mean: Double { values.reduce(0, +) / Double(max(1, values.count)) }
    var deviation: Double {
      (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count)))
        .squareRoot()
    }
  }

  /// What is compared: a wave and one of its ends.
  private enum Bound: String, CaseIterable {
    case pOnset, pOffset, qrsOnset, qrsOffset, tOffset

    var wave: Wave {
      switch self {
      case .pOnset, .pOffset: .P
      case .qrsOnset, .qrsOffset: .QRS
      case .tOffset: .T
      }
    }

    func sample(_ wave: SampledWave) -> Int? {
      switch self {
      case .pOnset, .qrsOnset: wave.onset
      case .pOffset, .qrsOffset, .tOffset: wave.offset
      }
    }
  }

  /// The marks that belong to the beat with an R peak: before the complex, in it, after it.
  private func mark(
    _ wave: Wave, of beat: Int, in record: LUDBRecord, _ lead: Lead, _ peaks: [Int]
  ) -> SampledWave? {
    let r = peaks[beat]
    let next = beat + 1 < peaks.count ? peaks[beat + 1] : r
    let marks = record.marks(wave, in: lead)
    return switch wave {
    case .QRS: marks.first { abs($0.peak - r) < 75 }
    case .P: marks.last { $0.peak < r && $0.peak > r - 200 }
    case .T: marks.first { $0.peak > r && $0.peak < min(r + 400, next - 50) }
    case .U: nil
    }
  }

  private func median(_ values: [Int]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1
      ? Double(sorted[middle]) : Double(sorted[middle - 1] + sorted[middle]) / 2
  }

  private func report(_ title: String, _ differences: [Bound: Differences]) {
    for bound in Bound.allCases {
      let d = differences[bound] ?? Differences()
      print(
        String(
          format: "%@ %@: %d, mean %.1f ms, SD %.1f ms", title,
          bound.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0), d.values.count, d.mean,
          d.deviation))
    }
  }

  @Test("LUDB, all leads together against the median of the leads' marks")
  func consensus() throws {
    var differences: [Bound: Differences] = [:]
    var found = 0
    var missed = 0
    var extra = 0
    for record in try LUDBRecord.all() {
      let delineation = try Delineator().delineate(record.recording)
      let peaks = record.marks(.QRS, in: .II).map(\.peak)
      guard peaks.count > 2 else { continue }
      for k in 1..<(peaks.count - 1) {
        let beat = delineation.consensus.min { abs($0.rPeak - peaks[k]) < abs($1.rPeak - peaks[k]) }
        guard let beat, abs(beat.rPeak - peaks[k]) < 75 else { continue }
        for bound in Bound.allCases {
          let marks = Lead.allCases.compactMap { mark(bound.wave, of: k, in: record, $0, peaks) }
          if bound == .pOnset {
            switch (marks.count >= 7, beat.p != nil) {
            case (true, true): found += 1
            case (true, false): missed += 1
            case (false, true): extra += marks.count <= 3 ? 1 : 0
            case (false, false): break
            }
          }
          let samples = marks.compactMap(bound.sample)
          guard samples.count >= 7, let own = beat[bound.wave].flatMap(bound.sample) else {
            continue
          }
          differences[bound, default: Differences()].values
            .append((Double(own) - median(samples)) * 1000 / record.recording.samplingRate)
        }
      }
    }
    report("ludb, all leads", differences)
    print("ludb, P waves: found \(found), missed \(missed), extra \(extra)")
    // Measured SD 6, 8, 9, 8, 24 ms and means -3, 2, 4, 1, 8 ms.
    let limits: [Bound: (mean: Double, deviation: Double)] = [
      .pOnset: (5, 8), .pOffset: (5, 11), .qrsOnset: (5, 11), .qrsOffset: (4, 9),
      .tOffset: (10, 27),
    ]
    for (bound, limit) in limits {
      let d = differences[bound] ?? Differences()
      #expect(d.values.count > 500)
      #expect(abs(d.mean) <= limit.mean, "\(bound)")
      #expect(d.deviation <= limit.deviation, "\(bound)")
    }
    #expect(Double(found) / Double(found + missed) >= 0.97)
    #expect(Double(found) / Double(found + extra) >= 0.95)
  }
}
