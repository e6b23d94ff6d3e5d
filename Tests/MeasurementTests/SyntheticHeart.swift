import Electrocardiogram
import Foundation

/// A Gaussian wave of the heart's dipole.
struct DipoleKernel {
  /// Time after the nominal QRS onset and standard deviation, in seconds.
  var time, sigma: Double
  /// Frank axes in millivolts: left, foot, back.
  var x, y, z: Double

  /// Milliseconds as the catalogue of rhythms prints them.
  init(_ time: Double, _ sigma: Double, _ x: Double, _ y: Double, _ z: Double) {
    (self.time, self.sigma) = (time / 1000, sigma / 1000)
    (self.x, self.y, self.z) = (x, y, z)
  }

  func value(_ t: Double) -> (x: Double, y: Double, z: Double) {
    let u = (t - time) / sigma
    let g = exp(-u * u / 2)
    return (x * g, y * g, z * g)
  }
}

/// Beats made of dipole kernels: a source of ECGs whose truth follows from the kernels alone.
struct SyntheticHeart {
  var p: [DipoleKernel]
  var qrs: [DipoleKernel]
  var t: [DipoleKernel]

  /// The default beat of the rhythm catalogue: PR 154, QRS 83, axis 53 degrees.
  static let normal = SyntheticHeart(
    p: [DipoleKernel(-122, 16, 0.05, 0.11, -0.045), DipoleKernel(-90, 16, 0.08, 0.07, 0.02)],
    qrs: [
      DipoleKernel(14, 6, -0.10, 0.05, -0.32), DipoleKernel(36, 8, 1.0, 0.75, -0.05),
      DipoleKernel(50, 7, 0.75, 0.25, 0.30), DipoleKernel(64, 7, -0.05, -0.08, 0.40),
    ],
    t: [DipoleKernel(285, 46, 0.16, 0.08, -0.10), DipoleKernel(310, 34, 0.24, 0.11, -0.15)])

  /// Left bundle branch block: two slow humps, 153 ms.
  static let leftBundleBranchBlock = SyntheticHeart(
    p: normal.p,
    qrs: [
      DipoleKernel(18, 9, 0.12, 0.05, 0.15), DipoleKernel(52, 15, 0.80, 0.25, 1.0),
      DipoleKernel(98, 17, 0.95, 0.10, 1.15),
    ],
    t: [DipoleKernel(330, 45, -0.40, -0.05, -0.55)])

  /// Right bundle branch block: a late rightward vector, 142 ms.
  static let rightBundleBranchBlock = SyntheticHeart(
    p: normal.p,
    qrs: [
      DipoleKernel(14, 6, -0.08, 0.05, -0.32), DipoleKernel(36, 8, 1.0, 0.70, 0.05),
      DipoleKernel(52, 8, 0.60, 0.2, 0.25), DipoleKernel(92, 15, -0.62, 0.05, -0.65),
      DipoleKernel(112, 12, -0.25, 0, -0.30),
    ],
    t: [DipoleKernel(320, 42, 0.40, 0.20, 0.12)])

  /// Right ventricular pacing, without P: 158 ms, axis -67 degrees.
  static let paced = SyntheticHeart(
    p: [],
    qrs: [
      DipoleKernel(28, 13, 0.35, -0.30, 0.45), DipoleKernel(68, 18, 0.60, -1.0, 0.95),
      DipoleKernel(106, 14, 0.25, -0.55, 0.60),
    ],
    t: [DipoleKernel(340, 50, -0.32, 0.50, -0.50)])

  /// Peaked T waves, taller than QRS in some leads.
  static let peakedT = SyntheticHeart(
    p: normal.p, qrs: normal.qrs, t: [DipoleKernel(292, 27, 0.95, 0.62, -0.45)])

  /// The dipole at a time after the nominal QRS onset.
  static func dipole(_ kernels: [DipoleKernel], _ t: Double) -> (x: Double, y: Double, z: Double) {
    kernels.reduce((0, 0, 0)) { sum, kernel in
      let v = kernel.value(t)
      return (sum.0 + v.x, sum.1 + v.y, sum.2 + v.z)
    }
  }

  /// Weights of X, Y, Z in the eight independent leads (Dower), in the order of `Lead.independent`.
  static let dower: [(Double, Double, Double)] = [
    (0.632, -0.235, 0.059), (0.235, 1.066, -0.132), (-0.515, 0.157, -0.917),
    (0.044, 0.164, -1.387), (0.882, 0.098, -1.277), (1.213, 0.127, -0.601),
    (1.125, 0.127, -0.086), (0.831, 0.076, 0.230),
  ]

  /// A recording of the eight independent leads.
  ///
  /// P follows `atrialOnsets`, the QRS onset otherwise; `noise` is the standard deviation of white
  /// noise in millivolts. Times in seconds.
  func recording(
    onsets: [Double], atrialOnsets: [Double]? = nil, duration: Double, samplingRate: Double = 500,
    noise: Double = 0, seed: UInt64 = 1
  ) -> Recording {
    let count = Int(duration * samplingRate)
    var rows = [[Double]](repeating: [Double](repeating: 0, count: count), count: 8)
    func add(_ kernels: [DipoleKernel], at onset: Double) {
      for kernel in kernels {
        let center = onset + kernel.time
        let first = max(0, Int((center - 6 * kernel.sigma) * samplingRate))
        let last = min(count - 1, Int((center + 6 * kernel.sigma) * samplingRate))
        guard first <= last else { continue }
        for i in first...last {
          let v = kernel.value(Double(i) / samplingRate - onset)
          for (l, d) in Self.dower.enumerated() { rows[l][i] += d.0 * v.x + d.1 * v.y + d.2 * v.z }
        }
      }
    }
    for onset in onsets { add(qrs + t, at: onset) }
    for onset in atrialOnsets ?? onsets { add(p, at: onset) }
    var generator = GaussianNoise(seed: seed)
    if noise > 0 {
      for l in rows.indices { for i in 0..<count { rows[l][i] += noise * generator.next() } }
    }
    return Recording(
      name: "synthetic", samplingRate: samplingRate,
      channels: zip(Lead.independent, rows).map { Channel(name: $0.rawValue, millivolts: $1) })
  }

  /// Regular onsets: the first at 0.5 s, the last at least 0.6 s before the end.
  static func regular(_ rate: Double, duration: Double) -> [Double] {
    Array(stride(from: 0.5, through: duration - 0.6, by: 60 / rate))
  }
}

/// Seeded Gaussian numbers (SplitMix64, Box and Muller).
struct GaussianNoise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Double((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53
  }

  mutating func next() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
