import Electrocardiogram
import Foundation
import Measurement
import RecordFiles
import TestSupport
import Testing

/// Waves of real recordings against cardiologists' marks.
///
/// The records that nothing was tuned on; `ecgsim measure --evaluate` reports all.
@Suite("Waves of real recordings", .enabled(if: RealData.isPresent, "\(RealData.hint)"))
struct RealDelineationTests {
  /// Marks of all leads together and of lead II when nothing else is there, in seconds.
  private struct Result {
    var together: [MarkKind: MarkErrors] = [:]
    var leadII: [MarkKind: MarkErrors] = [:]
  }

  private func ludb() throws -> Result {
    var result = Result()
    for number in LUDBSplit.heldOut.sorted() {
      let path = RealData.path("ludb/data/\(number)")
      var options = RecordReader.Options()
      // Headers state a gain that scales every lead to 1 mV; the raw numbers are microvolts.
      options.unitsPerMillivolt = 1000
      var recording = try RecordReader.read(path, options: options)
      let rate = recording.samplingRate
      let leads = try Lead.allCases.map { lead in
        AnnotatedWaves(
          try AnnotationFile.read("\(path).\(lead.rawValue.lowercased())").annotations,
          samplingRate: rate)
      }
      let all = AnnotatedWaves(joining: leads)
      let waves = try Delineator().delineate(recording)
      for (kind, errors) in all.errors(of: waves.consensus, samplingRate: rate) {
        result.together[kind, default: MarkErrors()].add(errors)
      }
      recording.channels = recording.channels.filter { $0.lead == .II }
      let alone = try Delineator().delineate(recording)
      for (kind, errors) in leads[1].errors(of: alone.consensus, samplingRate: rate) {
        result.leadII[kind, default: MarkErrors()].add(errors)
      }
    }
    return result
  }

  private func expect(
    _ errors: [MarkKind: MarkErrors], _ wave: Wave, _ point: MarkKind.Point, deviation: Double,
    mean: Double, atLeast count: Int = 200, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let one = errors[MarkKind(wave, point)] ?? MarkErrors()
    let what = "\(wave) \(point): mean \(one.mean * 1000), SD \(one.standardDeviation * 1000) ms"
    #expect(one.differences.count >= count, "\(what)", sourceLocation: sourceLocation)
    #expect(one.standardDeviation <= deviation, "\(what)", sourceLocation: sourceLocation)
    #expect(abs(one.mean) <= mean, "\(what)", sourceLocation: sourceLocation)
  }

  // All leads together: the tolerances of the CSE working party, of T a closer one. One lead alone: a
  // third more at P and QRS. Means: one sample of 250 Hz, of T two.

  @Test("LUDB: all leads together within the tolerances of CSE, lead II alone within wider ones")
  func heldOut() throws {
    let result = try ludb()
    expect(result.together, .P, .onset, deviation: 0.0102, mean: 0.004)
    expect(result.together, .P, .offset, deviation: 0.0127, mean: 0.004)
    expect(result.together, .QRS, .onset, deviation: 0.0065, mean: 0.004)
    expect(result.together, .QRS, .offset, deviation: 0.0116, mean: 0.004)
    expect(result.together, .T, .offset, deviation: 0.025, mean: 0.008)
    expect(result.leadII, .P, .onset, deviation: 0.014, mean: 0.004)
    expect(result.leadII, .P, .offset, deviation: 0.014, mean: 0.004)
    expect(result.leadII, .QRS, .onset, deviation: 0.009, mean: 0.004)
    expect(result.leadII, .QRS, .offset, deviation: 0.012, mean: 0.004)
    expect(result.leadII, .T, .offset, deviation: 0.027, mean: 0.008)
    for (wave, sensitivity) in [(Wave.P, 0.98), (.QRS, 0.995), (.T, 0.985)] {
      let errors = result.together[MarkKind(wave, .peak)] ?? MarkErrors()
      #expect(errors.sensitivity >= sensitivity, "\(wave): \(errors.sensitivity)")
      #expect(errors.positivePredictivity >= 0.95, "\(wave): \(errors.positivePredictivity)")
    }
  }

  /// Beats with a P mark, and all beats, of some records; those that have any are named.
  private func marked(_ paths: [String]) throws -> (withP: Int, beats: Int) {
    var (beats, withP) = (0, 0)
    for path in paths {
      var options = RecordReader.Options()
      if path.hasPrefix("ludb") { options.unitsPerMillivolt = 1000 }
      let recording = try RecordReader.read(RealData.path(path), options: options)
      let waves = try Delineator().delineate(recording).consensus
      let marked = waves.count { $0.p != nil }
      if marked > 0 { print("\(path): P marked in \(marked) of \(waves.count) beats") }
      beats += waves.count
      withP += marked
    }
    return (withP, beats)
  }

  @Test("LUDB, held-out fibrillation and flutter: P marks in at most 5 % of the beats")
  func withoutP() throws {
    let found = try marked(try RhythmTables.heldOutOfLUDB(["fibrillation", "flutter"]))
    #expect(found.beats > 40)
    #expect(Double(found.withP) <= 0.05 * Double(found.beats), "\(found)")
  }

  @Test("PTB-XL, fibrillation in the folds for tests: P marks in at most 5 % of the beats")
  func fibrillation() throws {
    let found = try marked(try RhythmTables.testsOfPTBXL(["AFIB"]))
    #expect(found.beats > 30)
    #expect(Double(found.withP) <= 0.05 * Double(found.beats), "\(found)")
    // Flutter of two waves to a complex is taken for sinus rhythm; see the library's README.
    print("PTB-XL, flutter: \(try marked(try RhythmTables.testsOfPTBXL(["AFLT"])))")
  }

  @Test("QT Database: complexes of all records and T waves of those without a pacemaker are found")
  func qtDatabase() throws {
    var (all, unpaced): ([MarkKind: MarkErrors], [MarkKind: MarkErrors]) = ([:], [:])
    let paths = RealData.records(under: "qtdb")
    #expect(paths.count > 7)
    for path in paths {
      let errors = try marksOfExpert(path)
      let isPaced = try AnnotationFile.read("\(path).atr").annotations.contains { $0.symbol == "/" }
      for (kind, one) in errors {
        all[kind, default: MarkErrors()].add(one)
        if !isPaced { unpaced[kind, default: MarkErrors()].add(one) }
      }
    }
    let qrs = all[MarkKind(.QRS, .peak)] ?? MarkErrors()
    let t = unpaced[MarkKind(.T, .peak)] ?? MarkErrors()
    #expect(qrs.differences.count > 340 && t.differences.count > 260)
    #expect(qrs.sensitivity >= 0.995 && qrs.positivePredictivity >= 0.995)
    #expect(t.sensitivity >= 0.985 && t.positivePredictivity >= 0.95)
    // What the pacemaker's record and P waves miss stands in the library's README.
    for kind in MarkKind.all {
      guard let one = all[kind] else { continue }
      print(
        "QT Database, \(kind.wave) \(kind.point): Se \(one.sensitivity), "
          + "mean \(1000 * one.mean), SD \(1000 * one.standardDeviation) ms")
    }
  }

  /// Errors of the marked stretch, with ten seconds on either side, of a record of the QT Database.
  private func marksOfExpert(_ path: String) throws -> [MarkKind: MarkErrors] {
    var recording = try RecordReader.read(path)
    let rate = recording.samplingRate
    var marks = try AnnotationFile.read("\(path).q1c").annotations
    let margin = Int(10 * rate)
    let first = max(0, (marks.first?.sample ?? 0) - margin)
    let last = min(recording.sampleCount, (marks.last?.sample ?? 0) + margin)
    for channel in recording.channels.indices {
      recording.channels[channel].millivolts = Array(
        recording.channels[channel].millivolts[first..<last])
    }
    for k in marks.indices { marks[k].sample -= first }
    return AnnotatedWaves(marks, samplingRate: rate).errors(
      of: try Delineator().delineate(recording).consensus, samplingRate: rate,
      nearQRS: MarkErrors.usualTolerance)
  }
}
