import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// Every record of the data set against wfdb-python 4.3.1.
@Suite(
  "Real records", .serialized, .enabled(if: RealData.isPresent, "\(RealData.hint)"),
  .enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
struct RealRecordTests {
  /// Folders of the data set with the number of records in each.
  static let folders = [
    ("ptb-xl", 464), ("challenge-2021", 97), ("ludb", 90), ("qtdb", 8), ("mitdb", 5),
    ("cpsc2021-af", 12), ("ptbdb", 1), ("nstdb", 3),
  ]

  @Test(
    "equal wfdb-python in header, digital and scaled samples and annotations", arguments: folders)
  func samplesEqual(folder: String, count: Int) throws {
    try WFDBOracle.read(RealData.path(folder)) { oracle in
      #expect(oracle.records.count == count)
      for (number, expected) in oracle.records.enumerated() {
        let record = try WFDBRecord.read(expected.path)
        compareHeader(record, expected)
        #expect(bytes(record.samples) == (try oracle.digital(number)), "\(expected.path)")
        let physical = record.samples.indices.map { record.physical($0) }
        let isEqual = bytes(physical) == (try oracle.physical(number))
        #expect(isEqual, "\(expected.path)")
        let recording = try record.recording()
        // Every record here states millivolts, so that the two are the same numbers.
        #expect(recording.channels.map(\.millivolts) == physical, "\(expected.path)")
        for (suffix, marks) in expected.annotations {
          let file = try AnnotationFile.read(expected.path + "." + suffix)
          #expect(
            file.annotations == marks.map(\.annotation), "\(expected.path).\(suffix)")
        }
      }
    }
  }

  @Test("scaled and quantised again, measured limb leads keep every digit")
  func quantisedAgain() throws {
    let paths = RealData.records(under: "ptb-xl/records100")
    #expect(paths.count == 94)
    for path in paths {
      let record = try WFDBRecord.read(path)
      let again = try WFDBRecord(quantising: record.recording(), unitsPerMillivolt: 1000)
      #expect(again.samples == record.samples, "\(path)")
    }
  }

  private func compareHeader(_ record: WFDBRecord, _ expected: WFDBOracle.Record) {
    let header = record.header
    let place: Comment = "\(expected.path)"
    #expect(header.name == expected.name, place)
    #expect(header.samplingRate == expected.samplingRate, place)
    #expect(record.sampleCount == expected.sampleCount, place)
    #expect(header.comments == expected.comments, place)
    #expect(header.signals.map(\.description) == expected.names, place)
    #expect(header.signals.map(\.units) == expected.units, place)
    #expect(header.signals.map(\.gain) == expected.gains, place)
    #expect(header.signals.map(\.baseline) == expected.baselines, place)
    #expect(header.signals.map(\.zero) == expected.zeros, place)
    #expect(header.signals.map(\.initialValue) == expected.initialValues, place)
    #expect(header.signals.map(\.checksum) == expected.checksums, place)
  }
}
