import Electrocardiogram
import Foundation
import RecordFiles
import RhythmLibrary
import TestSupport
import Testing

@testable import RhythmChecks

/// Alternans put into the samples of records that have none.
@Suite struct PlantedAlternansTests {
  static let rhythms = ["sinus-rhythm", "lbbb", "low-voltage"]
  /// By how much every other wave is smaller than its neighbours, in parts of them.
  ///
  /// Half of QRS in left bundle branch block, with T as it was, leaves complexes too slow to be found as beats.
  static let parts = [0.12, 0.2, 0.4]

  enum Part: String, CaseIterable {
    case qrs, t
    var measure: CriterionMeasure { self == .qrs ? .qrsAlternans : .tAlternans }
    var criterion: String {
      "even and odd \(self == .qrs ? "QRS complexes" : "T waves") differ by less than 10 %"
    }
  }

  /// The record with every other wave made smaller by a part of its height over the level before QRS,
  /// with edges of 20 ms.
  func planting(_ part: Double, in wave: Part, of record: SimulatedRecord) -> Recording {
    var recording = record.recording
    let (rate, edge) = (recording.samplingRate, 0.02)
    for (number, beat) in record.truth.beats.enumerated() where number.isMultiple(of: 2) {
      guard let onset = beat.qrs.onset, let j = beat.qrs.offset, let end = beat.tWave?.offset else {
        continue
      }
      let (first, last) = wave == .qrs ? (onset - 0.01, j + 0.005) : (j + 0.04, end + 0.02)
      let level = Int((onset - 0.015) * rate)
      guard level >= 0, Int(last * rate) < recording.sampleCount else { continue }
      for channel in recording.channels.indices {
        let base = recording.channels[channel].millivolts[level]
        for index in Int(first * rate)...Int(last * rate) {
          let time = Double(index) / rate
          let inside = max(
            0, min(1, min(time - first, last - time) / (wave == .qrs ? 0.005 : edge)))
          recording.channels[channel].millivolts[index] -=
            inside * part * (recording.channels[channel].millivolts[index] - base)
        }
      }
    }
    return recording
  }

  /// A planted record, measured by this package and, where there is Python, by the NumPy ruler.
  func judges(_ name: String, part: Double, in wave: Part) throws -> [any MeasureSource] {
    let rhythm = try RhythmCatalogue().rhythm(named: name)
    return try WrittenRecord.with([rhythm], seed: 3, duration: 12) { records in
      let written = try #require(records.first)
      let recording = planting(part, in: wave, of: written.simulated)
      var judges: [any MeasureSource] = [
        try MeasuredRecord(recording, programmedInterval: 60 / rhythm.rate.defaultPerMinute)
      ]
      if OraclePython.isPresent {
        let path = written.path + "-planted"
        try RecordWriter.write(recording, to: path, as: .wfdb)
        judges += try IndependentRulerTests.read([[path, written.instants]])
      }
      return judges
    }
  }

  /// The leads that criteria ask.
  func leads(_ wave: Part) -> [Lead] {
    wave == .qrs ? [.I, .II, .V1, .V2, .V3, .V4, .V5, .V6] : [.II, .V2, .V3, .V4, .V5]
  }

  @Test(arguments: rhythms, Part.allCases)
  func plantedAlternansIsFoundInItsSize(name: String, wave: Part) throws {
    let rhythm = try RhythmCatalogue().rhythm(named: name)
    let criterion = try #require(
      RhythmCatalogue().criteria(of: rhythm).first { $0.name == wave.criterion })
    for part in Self.parts {
      for source in try judges(name, part: part, in: wave) {
        let found = leads(wave).compactMap { source.values(wave.measure, lead: $0).first?.value }
        #expect(found.count == leads(wave).count)
        // Heights move by a tenth with breathing, T waves overlap J + 40 ms and their end.
        #expect(
          (found.max() ?? 0) > 85 * part && (found.max() ?? 9) < 115 * part,
          "\(name), \(wave) by \(100 * part) %: \(found), \(type(of: source))")
        #expect(Judge(record: source).verdict(on: criterion.claim).truth == .notMet)
      }
    }
  }

  @Test(arguments: rhythms, Part.allCases)
  func plainRecordsHaveNone(name: String, wave: Part) throws {
    for source in try judges(name, part: 0, in: wave) {
      for lead in leads(wave) {
        let found = try #require(source.values(wave.measure, lead: lead).first?.value)
        // A third of what counts as one; a twentieth of breathing and a sample of QRS onset remain.
        #expect(found < 3.3, "\(name), \(wave), \(lead): \(found) %, \(type(of: source))")
      }
    }
  }

  /// What the least height leaves open: 0.1 mV in a T wave of 0.2 mV, and a tenth of 0.1 mV, are seen.
  @Test(arguments: [(0.2, 0.1), (0.1, 0.02), (0.05, 0.02), (0.05, 0.01)])
  func smallWavesThatAlternateAreSeen(height: Double, difference: Double) throws {
    let values = (0..<12).map { $0.isMultiple(of: 2) ? height : height - difference }
    let alternation = try #require(Alternation(values))
    let part =
      alternation.part * alternation.larger
      / max(alternation.larger, AlternansMeasures.leastHeight)
    // A tenth is what criteria ask; even and odd weights of the window differ by less than 4 %.
    #expect(part > 0.096)
  }
}
