import Electrocardiogram
import Foundation
import Measurement
import RecordFiles
import TestSupport
import Testing

/// R peaks of real recordings against their annotations, 150 ms apart at most.
///
/// `swift test -c release --filter RealRPeakTests` prints the table.
@Suite("R peaks of real recordings", .enabled(if: RealData.isPresent, "\(RealData.hint)"))
struct RealRPeakTests {
  /// Mnemonics of annotations that are beats.
  private static let beats = Set("NLRBAaJSVrFejnE/fQ?".map(String.init))

  private func print(_ name: String, _ matching: BeatMatching) {
    Swift.print(
      String(
        format: "R peaks %@: %d beats, Se %.2f %%, P+ %.2f %%, missed %d, extra %d", name,
        matching.found + matching.missed.count, 100 * matching.sensitivity,
        100 * matching.positivePredictivity, matching.missed.count, matching.extra.count))
  }

  private func matching(_ recording: Recording) throws -> BeatMatching {
    // Ventricular fibrillation, between [ and ], is left out.
    var excluded: [ClosedRange<Int>] = []
    var start: Int?
    for mark in recording.annotations {
      if mark.symbol == "[" { start = mark.sample }
      if mark.symbol == "]", let first = start { excluded.append(first...mark.sample) }
    }
    func outside(_ sample: Int) -> Bool { !excluded.contains { $0.contains(sample) } }
    let reference = recording.annotations.filter { Self.beats.contains($0.symbol) }.map(\.sample)
    return BeatMatching(
      reference: reference.filter(outside),
      detected: try RPeakDetector().rPeaks(in: recording).filter(outside),
      tolerance: Int(0.15 * recording.samplingRate))
  }

  @Test("MIT-BIH: paced, bigeminal, blocked and noisy rhythms")
  func arrhythmias() throws {
    var all = BeatMatching(reference: [], detected: [], tolerance: 0)
    for path in RealData.records(under: "mitdb") {
      let one = try matching(RecordReader.read(path))
      print(URL(fileURLWithPath: path).lastPathComponent, one)
      all.add(one)
    }
    print("mitdb", all)
    // Measured 99.97 and 99.87 %; a tenth of a per cent is ten beats.
    #expect(all.sensitivity >= 0.999)
    #expect(all.positivePredictivity >= 0.998)
  }

  @Test("CPSC 2021: paroxysmal fibrillation at 200 Hz, two leads of arbitrary gain")
  func fibrillation() throws {
    var all = BeatMatching(reference: [], detected: [], tolerance: 0)
    for path in RealData.records(under: "cpsc2021-af") {
      all.add(try matching(RecordReader.read(path)))
    }
    print("cpsc2021-af", all)
    // Measured 99.70 and 99.72 %: eight of the missed are blocked atrial beats marked as beats.
    #expect(all.sensitivity >= 0.9960)
    #expect(all.positivePredictivity >= 0.9960)
  }

  @Test("LUDB: wide, paced and narrow complexes in 12 leads and in lead II alone")
  func twelveLeads() throws {
    var whole = BeatMatching(reference: [], detected: [], tolerance: 0)
    var single = whole
    for record in try LUDBRecord.all() {
      let reference = record.marks(.QRS, in: .II).map(\.peak)
      guard let first = reference.first, let last = reference.last else { continue }
      var recording = record.recording
      for k in 0..<2 {
        if k == 1 { recording.channels = recording.channels.filter { $0.lead == .II } }
        let detected = try RPeakDetector().rPeaks(in: recording)
          .filter { $0 >= first - 75 && $0 <= last + 75 }
        let one = BeatMatching(reference: reference, detected: detected, tolerance: 75)
        if k == 0 { whole.add(one) } else { single.add(one) }
      }
    }
    print("ludb", whole)
    print("ludb, lead II alone", single)
    // Measured 99.88 and 99.88 %, in lead II alone 100 and 100 %; one beat is 0.12 %.
    #expect(whole.sensitivity >= 0.998)
    #expect(whole.positivePredictivity >= 0.998)
    #expect(single.sensitivity >= 0.998)
    #expect(single.positivePredictivity >= 0.998)
  }

  @Test("every PTB-XL record at 500 Hz has a plausible rate, its constant tail no beat")
  func plausible() throws {
    for path in RealData.records(under: "ptb-xl/records500", suffix: "_hr").prefix(60) {
      let recording = try RecordReader.read(path)
      let peaks = try RPeakDetector().rPeaks(in: recording)
      #expect((4...30).contains(peaks.count), "\(path) \(peaks.count)")
      #expect(zip(peaks, peaks.dropFirst()).allSatisfy { $1 - $0 >= 100 }, "\(path)")
      #expect((peaks.last ?? 0) < recording.sampleCount - 52, "\(path)")
    }
  }

  @Test(
    "no more errors than XQRS and NeuroKit2 in lead II of LUDB",
    .enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
  func peers() throws {
    let paths = RealData.records(under: "ludb").enumerated().filter { $0.offset % 3 == 0 }
      .map(\.element)
    var own = BeatMatching(reference: [], detected: [], tolerance: 0)
    for path in paths {
      let record = try LUDBRecord(path: path)
      let reference = record.marks(.QRS, in: .II).map(\.peak)
      guard let first = reference.first, let last = reference.last else { continue }
      var recording = record.recording
      recording.channels = recording.channels.filter { $0.lead == .II }
      let detected = try RPeakDetector().rPeaks(in: recording)
        .filter { $0 >= first - 75 && $0 <= last + 75 }
      own.add(BeatMatching(reference: reference, detected: detected, tolerance: 75))
    }
    print("ludb, lead II, every third record", own)
    let script = PackageRoot.path("Tests/MeasurementTests/Oracles/peer_peaks.py")
    for line in try OraclePython.run(script, paths).split(separator: "\n") {
      let fields = line.split(separator: " ")
      let counts = fields.dropFirst().compactMap { Int($0) }
      try #require(counts.count == 3, "\(line)")
      Swift.print(
        "R peaks \(fields[0]): found \(counts[0]), missed \(counts[1]), extra \(counts[2])")
      #expect(own.missed.count + own.extra.count <= counts[1] + counts[2])
    }
  }
}
