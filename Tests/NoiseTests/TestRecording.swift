import Electrocardiogram
import Foundation

/// Clean recordings whose limb leads obey their laws.
enum TestRecording {
  /// Waves at every electrode, some 1 mV in size, about an offset.
  static func make(
    leads: [Lead] = Lead.allCases, rate: Double = 500, seconds: Double = 10, size: Double = 1
  ) -> Recording {
    let count = Int((seconds * rate).rounded())
    func wave(_ frequency: Double, _ offset: Double) -> [Double] {
      (0..<count).map {
        size * (offset + pow(max(0, sin(2 * .pi * frequency * Double($0) / rate)), 9))
      }
    }
    let independent: [Lead: [Double]] = Dictionary(
      uniqueKeysWithValues: Lead.independent.enumerated().map { index, lead in
        (lead, wave(1 + 0.1 * Double(index), 0.05 * Double(index)))
      })
    let whole = Recording(
      name: "clean", samplingRate: rate,
      channels: Lead.independent.map { lead in
        Channel(name: lead.rawValue, millivolts: independent[lead] ?? [])
      })
    return Recording(
      name: "clean", samplingRate: rate,
      channels: leads.map {
        Channel(name: $0.rawValue, millivolts: whole.millivolts(of: $0) ?? [])
      })
  }

  /// Variance about the mean.
  static func variance(_ x: [Double]) -> Double {
    let mean = x.reduce(0, +) / Double(x.count)
    return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
  }

  /// What was added to each channel.
  static func difference(_ noisy: Recording, _ clean: Recording) -> [[Double]] {
    zip(noisy.channels, clean.channels).map { zip($0.millivolts, $1.millivolts).map(-) }
  }
}
