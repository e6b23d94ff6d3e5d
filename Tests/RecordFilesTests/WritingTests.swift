import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// A made twelve-lead recording; limb leads follow from I and II, chest leads are any numbers.
func madeRecording(
  samples: Int = 500, samplingRate: Double = 500, amplitude: Double = 1
) -> Recording {
  /// Numbers in −1…1 that repeat after a long time (SplitMix64).
  var state: UInt64 = 7
  func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Double(Int64(bitPattern: z ^ z >> 31)) / 0x1p63 * amplitude
  }
  let I = (0..<samples).map { _ in next() }
  let II = (0..<samples).map { _ in next() }
  let channels = Lead.allCases.map { lead in
    let values =
      if let (a, b) = LimbLeads.weights(of: lead) {
        zip(I, II).map { a * $0 + b * $1 }
      } else {
        (0..<samples).map { _ in next() }
      }
    return Channel(name: lead.rawValue, millivolts: values)
  }
  return Recording(
    name: "made", samplingRate: samplingRate, channels: channels,
    annotations: [
      Annotation(sample: 3, symbol: "(", number: 1), Annotation(sample: 10, symbol: "N", number: 1),
      Annotation(sample: 20, symbol: ")", number: 1),
      Annotation(sample: samples, symbol: "+", number: 1, text: "(N"),
    ], comments: ["age: 50", "made for a test"])
}

@Suite("Writing WFDB records")
struct WritingTests {
  @Test("a recording read back differs by half a step at most", arguments: WFDBFormat.allCases)
  func roundTrip(format: WFDBFormat) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "made").path
      var recording = madeRecording(samples: 501)
      recording.channels[7].millivolts[5] = .nan
      var options = RecordWriter.Options()
      options.signalFormat = format
      // 2 mV is the largest value of the made limb leads.
      options.unitsPerMillivolt = Double(min(format.values.upperBound / 2 - 1, 1 << 24))
      try RecordWriter.write(recording, to: path, as: .wfdb, options: options)
      let back = try RecordReader.read(path)
      #expect(back.name == recording.name)
      #expect(back.samplingRate == recording.samplingRate)
      #expect(back.annotations == recording.annotations)
      #expect(back.comments == recording.comments)
      #expect(back.channels.map(\.lead) == recording.channels.map(\.lead))
      for (read, written) in zip(back.channels, recording.channels) {
        for (a, b) in zip(read.millivolts, written.millivolts) {
          #expect(a.isNaN == b.isNaN)
          // Half a step of I and II each, one step for III, and the rounding of one double.
          if !b.isNaN { #expect(abs(a - b) * options.unitsPerMillivolt <= 1.0 + 1e-6) }
        }
      }
      // A second generation changes nothing any more.
      let first = try WFDBRecord.read(path)
      try first.write(to: path, format: format, annotations: ["atr": back.annotations])
      #expect(try WFDBRecord.read(path) == first)
    }
  }

  @Test("computed limb leads obey their laws in integers")
  func limbLeads() throws {
    let record = try WFDBRecord(quantising: madeRecording(samples: 5000), unitsPerMillivolt: 1000)
    let s = record.samples.map { $0.map(Int.init) }
    for n in 0..<5000 {
      let (I, II) = (s[0][n], s[1][n])
      #expect(s[2][n] == II - I)
      // Within half a step: twice the difference is at most one.
      #expect(abs(2 * s[3][n] + I + II) <= 1)
      #expect(abs(2 * s[4][n] - 2 * I + II) <= 1)
      #expect(abs(2 * s[5][n] - 2 * II + I) <= 1)
    }
  }

  @Test("measured limb leads that differ from the laws are stored as they are")
  func measuredLimbLeads() throws {
    var recording = madeRecording(samples: 100)
    recording.channels[2].millivolts[50] += 0.002
    let record = try WFDBRecord(quantising: recording, unitsPerMillivolt: 1000)
    for n in 0..<100 {
      let step = (recording.channels[2].millivolts[n] * 1000).rounded(.toNearestOrEven)
      #expect(Double(record.samples[2][n]) == step)
    }
  }

  @Test("no lead moves further than rounding moves it, however fine the steps")
  func fineSteps() throws {
    var recording = madeRecording(samples: 100)
    // Less than the tolerance, but 100,000 steps of 1e-12 mV.
    recording.channels[2].millivolts[50] += 1e-7
    let steps = try LimbLeadQuantisation.steps(of: recording, unitsPerMillivolt: 1e12)
    let expected = Int64((recording.channels[2].millivolts[50] * 1e12).rounded())
    #expect(abs(steps[2][50] - expected) <= 1)
    let coarse = try LimbLeadQuantisation.steps(of: recording, unitsPerMillivolt: 1e6)
    #expect(coarse[2][50] == coarse[1][50] - coarse[0][50])
  }

  @Test("a value that does not fit is refused, never wrapped")
  func outOfRange() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      for (format, largest) in [(WFDBFormat.format16, 32.767), (.format212, 2.047)] {
        var options = RecordWriter.Options()
        options.signalFormat = format
        for sign in [1.0, -1] {
          var recording = Recording(
            name: "r", samplingRate: 500,
            channels: [Channel(name: "V1", millivolts: [0, sign * largest])])
          try RecordWriter.write(recording, to: path, as: .wfdb, options: options)
          #expect(try RecordReader.read(path).channels == recording.channels)
          recording.channels[0].millivolts[1] += sign * 0.001
          expectError(.outOfRange, ["lead V1, sample 1", "format \(format.rawValue)"]) {
            try RecordWriter.write(recording, to: path, as: .wfdb, options: options)
          }
          recording.channels[0].millivolts[1] = sign * .infinity
          expectError(.outOfRange, ["lead V1, sample 1", "inf"]) {
            try RecordWriter.write(recording, to: path, as: .wfdb, options: options)
          }
        }
      }
      let record = try WFDBRecord.read(path)
      expectError(.outOfRange, ["sample 1 of 'V1' is -2047", "-127 to 127"]) {
        try record.write(to: path, format: .format80)
      }
      #expect(try WFDBRecord.read(path) == record, "the record is as before")
    }
  }

  @Test("names that readers of WFDB refuse are not written")
  func names() throws {
    try withTemporaryFolder { folder in
      func write(_ name: String, _ change: (inout WFDBRecord) -> Void = { _ in }) throws {
        var record = WFDBRecord(
          header: WFDBHeader(
            name: "r", samplingRate: 500, sampleCount: 1,
            signals: [WFDBSignal(file: "r.dat", format: .format16, description: "II")]),
          samples: [[1]])
        change(&record)
        try record.write(to: folder.appending(path: name).path, format: .format16)
      }
      expectError(.cannotWrite, ["'a b'"]) { try write("a b") }
      expectError(.cannotWrite, ["comment '#x'"]) { try write("r") { $0.header.comments = ["#x"] } }
      expectError(.cannotWrite, ["unit 'm V'"]) {
        try write("r") { $0.header.signals[0].units = "m V" }
      }
      expectError(.cannotWrite, ["signal description ' II'"]) {
        try write("r") { $0.header.signals[0].description = " II" }
      }
      expectError(.cannotWrite, ["gain 1e-09"]) {
        try write("r") { $0.header.signals[0].gain = 1e-9 }
      }
      expectError(.cannotWrite, ["no signals"]) {
        try write("r") {
          $0.header.signals = []
          $0.samples = []
        }
      }
    }
  }
}
