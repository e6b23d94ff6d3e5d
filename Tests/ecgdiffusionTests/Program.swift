import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

/// The command as people run it.
struct Program {
  /// The executable, which lies beside the test bundle.
  static let path: String = {
    let folder =
      Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    return folder?.appending(path: "ecgdiffusion").path ?? "ecgdiffusion"
  }()

  static func run(_ arguments: String...) throws -> Shell.Result {
    try Shell.run(path, arguments, environment: ["OMP_NUM_THREADS": "1"])
  }

  /// A folder of its own for each test.
  static func folder() throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "ecgdiffusion-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
    return path.path
  }

  /// A Challenge folder of recordings of three Gaussians a beat, two of them unusable.
  static func writeChallenge(to folder: String, count: Int) throws {
    for record in 0..<count {
      let rr = 0.7 + 0.04 * Double(record % 8)
      let channels = Lead.allCases.enumerated().map { index, lead in
        let weights = LimbLeads.weights(of: lead) ?? (0.2 * Double(index), 0.1 * Double(index))
        let size = 0.5 * weights.I + 0.9 * weights.II
        return Channel(
          name: lead.rawValue,
          millivolts: (0..<5000).map { sample in
            let t = Double(sample) / 500
            let phase = t - rr * (t / rr).rounded()
            func wave(_ centre: Double, _ width: Double) -> Double {
              exp(-(phase - centre) * (phase - centre) / (2 * width * width))
            }
            let isFlat = record < 2 && lead == .V3
            return isFlat
              ? 0.1 : size * (wave(0, 0.015) + 0.1 * wave(-0.16, 0.02) + 0.2 * wave(0.28, 0.05))
          })
      }
      try RecordWriter.write(
        Recording(
          name: "A\(record)", samplingRate: 500, channels: channels,
          comments: ["Age: \(40 + record)", "Sex: Female", "Dx: 426783006"]),
        to: String(format: "%@/A%04d", folder, record), as: .wfdb)
    }
  }
}
