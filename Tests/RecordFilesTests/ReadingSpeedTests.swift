import Electrocardiogram
import Foundation
import RecordFiles
import Testing

/// Whether the compiler optimised; timings mean nothing otherwise.
private let isOptimised: Bool = {
  #if DEBUG
    false
  #else
    true
  #endif
}()

@Suite("Reading speed", .enabled(if: isOptimised, "measured in release builds only"))
struct ReadingSpeedTests {
  @Test("thirty minutes of two leads in format 212 are read in under 0.1 s")
  func holter() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "long").path
      let samples = 360 * 1800
      let channels = ["MLII", "V5"].map { name in
        Channel(name: name, millivolts: (0..<samples).map { Double($0 % 2001 - 1000) / 1000 })
      }
      var options = RecordWriter.Options()
      options.signalFormat = .format212
      try RecordWriter.write(
        Recording(name: "long", samplingRate: 360, channels: channels), to: path, as: .wfdb,
        options: options)
      var fastest = Duration.seconds(1)
      for _ in 0..<5 {
        fastest = min(
          fastest, try ContinuousClock().measure { _ = try RecordReader.read(path) })
      }
      // Measured: 0.012 s on one core of an AMD EPYC.
      #expect(fastest < .milliseconds(100))
    }
  }
}
