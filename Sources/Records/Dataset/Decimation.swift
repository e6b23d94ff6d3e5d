import Electrocardiogram
import Foundation

/// A recording at a whole fraction of its rate, freed of what the lower rate cannot hold.
///
/// A sinc of cut-off 0.4 of the lower rate under a Blackman window, of 16 lower samples: within 0.5 dB up
/// to 0.3 of the lower rate, 60 dB down from 0.5 on. The same filter for each lead, so that limb-lead
/// laws hold; ends are held.
struct Decimation {
  private let factor: Int
  private let taps: [Double]

  init(factor: Int) {
    precondition(factor > 0, "factor \(factor)")
    self.factor = factor
    let half = 8 * factor
    let raw = (-half...half).map { n -> Double in
      let x = 0.8 * Double(n) / Double(factor)
      let sinc = n == 0 ? 1 : sin(.pi * x) / (.pi * x)
      let turn = Double.pi * Double(n + half) / Double(half)
      return sinc * (0.42 - 0.5 * cos(turn) + 0.08 * cos(2 * turn))
    }
    let sum = raw.reduce(0, +)
    taps = raw.map { $0 / sum }
  }

  func callAsFunction(_ recording: Recording) -> Recording {
    Recording(
      name: recording.name, samplingRate: recording.samplingRate / Double(factor),
      channels: recording.channels.map {
        Channel(name: $0.name, millivolts: filtered($0.millivolts))
      }, comments: recording.comments)
  }

  private func filtered(_ row: [Double]) -> [Double] {
    let half = taps.count / 2
    guard let first = row.first, let last = row.last else { return [] }
    let padded =
      [Double](repeating: first, count: half) + row + [Double](repeating: last, count: half)
    return stride(from: 0, to: row.count, by: factor).map { start in
      var sum = 0.0
      for tap in taps.indices { sum += taps[tap] * padded[start + tap] }
      return sum
    }
  }
}
