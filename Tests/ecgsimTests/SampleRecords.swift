import Electrocardiogram
import RecordFiles
import RhythmChecks
import RhythmLibrary

/// Records for commands to work on, made with the workbench itself.
enum SampleRecords {
  /// At 60/min sharp: no breath moves the sinus node.
  private static let simulated: SimulatedRecord = {
    do {
      var rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
      rhythm.conduction = .conducted(delay: 0.15)
      var draw = RhythmDraw(default: rhythm)
      draw.heartRatePerMinute = 60
      return SimulatedRecord(rhythm, draw: draw, samplingRate: 500, duration: 10)
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  /// Ten seconds of sinus rhythm at 60/min, 500 Hz, all twelve leads.
  static var sinus: Recording { simulated.recording }

  /// Where its R peaks are, in samples.
  static var rPeaks: [Int] {
    simulated.truth.beats.map { Int(($0.rPeak * 500).rounded()) }.filter { 0..<5000 ~= $0 }
  }

  /// The record's first seconds.
  static func start(_ seconds: Double) -> Recording {
    var recording = sinus
    let count = Int(seconds * recording.samplingRate)
    for index in recording.channels.indices {
      recording.channels[index].millivolts = Array(sinus.channels[index].millivolts.prefix(count))
    }
    return recording
  }

  /// A record that never changes.
  static var flat: Recording {
    var recording = sinus
    for index in recording.channels.indices {
      recording.channels[index].millivolts = Array(repeating: 0, count: recording.sampleCount)
    }
    return recording
  }
}

extension Program {
  /// Writes a record into the folder.
  func write(
    _ recording: Recording, to name: String, as format: RecordWriter.FileFormat = .wfdb
  ) throws {
    try RecordWriter.write(recording, to: path(name), as: format)
  }
}
