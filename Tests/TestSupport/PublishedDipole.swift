public import CardiacModel
import Electrocardiogram

/// The adult dipole of OSET (`params_02000`) with its published points.
///
/// Source: Sameni et al., EURASIP J Adv Signal Process 43407 (2007), and the OSET and fecgsyn scripts,
/// which agree.
public enum PublishedDipole {
  /// Rows θ, α, b of one axis; the first `pCount` kernels draw P, the last `tCount` draw T.
  static func source(_ θ: [Double], _ α: [Double], _ b: [Double], p: Int, t: Int) -> Source {
    Source(
      waves: θ.indices.map { index in
        GaussianWave(
          wave: index < p ? .P : index >= θ.count - t ? .T : .QRS,
          phase: θ[index], amplitude: α[index], width: b[index])
      })
  }

  /// The heart; its kernels are in phase, so its intervals are those at 60 bpm.
  public static let adult = Heart(
    basis: .dipole,
    sources: [
      source(
        [-1.09, -0.83, -0.19, -0.07, 0, 0.06, 0.22, 1.2, 1.42, 1.68],
        [0.03, 0.08, -0.13, 0.85, 1.11, 0.75, 0.06, 0.10, 0.17, 0.39],
        [
          0.0906, 0.1057, 0.0453, 0.0378, 0.0332, 0.0302, 0.0378, 0.6040, 0.3020, 0.1812,
        ], p: 2, t: 3),
      source(
        [-1.1, -0.9, -0.76, -0.11, -0.01, 0.065, 0.8, 1.58],
        [0.035, 0.015, -0.019, 0.32, 0.51, -0.32, 0.04, 0.08],
        [0.07, 0.07, 0.04, 0.055, 0.037, 0.0604, 0.450, 0.3], p: 3, t: 2),
      source(
        [-1.1, -0.93, -0.7, -0.4, -0.15, 0.095, 1.05, 1.25, 1.55],
        [-0.03, -0.14, -0.035, 0.045, -0.4, 0.46, -0.12, -0.20, -0.35],
        [0.03, 0.12, 0.04, 0.4, 0.045, 0.05, 0.8, 0.4, 0.2], p: 3, t: 3),
    ])

  /// Golden points: θ, X, Y, Z in mV, printed digits.
  public static let points: [(θ: Double, X: Double, Y: Double, Z: Double)] = [
    (-3.00, 0.000261, 0.000000, -0.002439), (-0.90, 0.067812, 0.015581, -0.121242),
    (-0.15, 0.010764, 0.249776, -0.402377), (-0.05, 1.107730, 0.415280, -0.043956),
    (0.00, 1.381114, 0.363918, 0.049179), (0.05, 1.088946, -0.158713, 0.273526),
    (0.10, 0.343346, -0.252252, 0.415812), (0.30, 0.039517, 0.021420, -0.079409),
    (1.00, 0.159640, 0.048582, -0.292161), (1.60, 0.576426, 0.088059, -0.570362),
    (2.50, 0.010162, 0.000758, -0.024737),
  ]
}
