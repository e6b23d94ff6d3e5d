import Electrocardiogram
import Foundation

/// Beats made of Gaussian waves on the Frank axes, seen through Dower's matrix.
///
/// The waves are those of a normal adult, of pacing in the right ventricle and of an injury current
/// of the anterior wall; they serve to draw something that looks like a heart.
struct SampleBeat: Sendable {
  /// Centre and width in ms from the onset of QRS, and height in mV on X, Y, Z.
  struct Wave: Sendable {
    var centre: Double
    var width: Double
    var height: SIMD3<Double>
  }

  var waves: [Wave]
  /// An injury current, from shortly before the J point to 170 ms after it.
  var injury = SIMD3<Double>()

  private static let p = [
    Wave(centre: -122, width: 16, height: [0.05, 0.11, -0.045]),
    Wave(centre: -90, width: 16, height: [0.08, 0.07, 0.02]),
  ]
  private static let qrs = [
    Wave(centre: 14, width: 6, height: [-0.10, 0.05, -0.32]),
    Wave(centre: 36, width: 8, height: [1.0, 0.75, -0.05]),
    Wave(centre: 50, width: 7, height: [0.75, 0.25, 0.30]),
    Wave(centre: 64, width: 7, height: [-0.05, -0.08, 0.40]),
  ]

  static let sinus = SampleBeat(
    waves: p + qrs + [
      Wave(centre: 285, width: 46, height: [0.16, 0.08, -0.10]),
      Wave(centre: 310, width: 34, height: [0.24, 0.11, -0.15]),
    ])
  static let paced = SampleBeat(waves: [
    Wave(centre: 28, width: 13, height: [0.35, -0.30, 0.45]),
    Wave(centre: 68, width: 18, height: [0.60, -1.0, 0.95]),
    Wave(centre: 106, width: 14, height: [0.25, -0.55, 0.60]),
    Wave(centre: 340, width: 50, height: [-0.32, 0.50, -0.50]),
  ])
  /// PR 260 ms.
  static let firstDegree = SampleBeat(
    waves: sinus.waves.map { wave in
      wave.centre < 0
        ? Wave(centre: wave.centre - 106, width: wave.width, height: wave.height) : wave
    })
  static let anterior = SampleBeat(
    waves: p + qrs + [Wave(centre: 290, width: 49, height: [0.30, 0.12, -0.35])],
    injury: [0.05, 0, -0.20])

  /// Rows of Dower's matrix for the independent leads.
  private static let dower: [Lead: SIMD3<Double>] = [
    .I: [0.632, -0.235, 0.059], .II: [0.235, 1.066, -0.132],
    .V1: [-0.515, 0.157, -0.917], .V2: [0.044, 0.164, -1.387], .V3: [0.882, 0.098, -1.277],
    .V4: [1.213, 0.127, -0.601], .V5: [1.125, 0.127, -0.086], .V6: [0.831, 0.076, 0.230],
  ]

  private static func row(_ lead: Lead) -> SIMD3<Double> {
    if let row = dower[lead] { return row }
    guard let (a, b) = LimbLeads.weights(of: lead), let I = dower[.I], let II = dower[.II] else {
      preconditionFailure("no row for \(lead)")
    }
    return a * I + b * II
  }

  /// The potential of one wave at a time in seconds from the onset of QRS, in mV.
  static func potential(of wave: Wave, in lead: Lead, at time: Double) -> Double {
    let distance = (time * 1000 - wave.centre) / wave.width
    return (row(lead) * wave.height).sum() * exp(-distance * distance / 2)
  }

  /// The potential of all waves at a time in seconds from the onset of QRS, in mV.
  func potential(in lead: Lead, at time: Double) -> Double {
    let step = { (centre: Double, width: Double) in
      0.5 * (1 + erf((time * 1000 - centre) / width / 2.0.squareRoot()))
    }
    let current = (Self.row(lead) * injury).sum() * (step(67, 8) - step(253, 40))
    return waves.map { Self.potential(of: $0, in: lead, at: time) }.reduce(current, +)
  }

  /// A strip at a steady rate whose first QRS begins after `first` seconds.
  func strip(
    in lead: Lead, seconds: Double, samplingRate: Double, perMinute: Double, first: Double = 0.4
  ) -> [Double] {
    let period = 60 / perMinute
    return (0..<Int(seconds * samplingRate)).map { sample in
      let time = Double(sample) / samplingRate - first
      let fromNearest = time - (time / period).rounded() * period
      return potential(in: lead, at: fromNearest - period) + potential(in: lead, at: fromNearest)
        + potential(in: lead, at: fromNearest + period)
    }
  }

  /// A recording of all twelve leads.
  func recording(
    seconds: Double = 10, samplingRate: Double = 500, perMinute: Double = 72,
    leads: [Lead] = Lead.allCases
  ) -> Recording {
    Recording(
      name: "sample", samplingRate: samplingRate,
      channels: leads.map {
        Channel(
          name: $0.rawValue,
          millivolts: strip(
            in: $0, seconds: seconds, samplingRate: samplingRate, perMinute: perMinute))
      })
  }
}
