import Fitting
import Foundation
import RandomNumbers

/// A beat of known kernels, sampled at 500 Hz.
enum KnownBeat {
  static let baseline = 0.02
  /// Time, width in seconds, amplitude in mV: P, Q, R, S, T.
  static let parameters: [(Double, Double, Double)] = [
    (-0.165, 0.022, 0.13), (-0.027, 0.0075, -0.15), (0.001, 0.0095, 1.2), (0.029, 0.008, -0.3),
    (0.258, 0.042, 0.32),
  ]

  static let kernels = zip(
    parameters, KernelRole.roles(of: parameters.map { ($0, $1, $2) }, rrInterval: 0.9)
  ).map { shape, role in
    FittedKernel(role: role, time: shape.0, width: shape.1, amplitude: shape.2)
  }

  /// exp(−u²/2).
  static func gaussian(_ u: Double) -> Double { exp(-0.5 * u * u) }

  static func timing(rrInterval: Double = 0.9, samplingRate: Double = 500) throws -> BeatTiming {
    try BeatTiming(
      samplingRate: samplingRate, rIndex: Int(0.3 * samplingRate), rrInterval: rrInterval,
      sampleCount: Int(0.8 * samplingRate))
  }

  static func samples() throws -> [Double] {
    try timing().model(baseline: baseline, kernels: kernels)
  }

  /// The beat with white noise of a standard deviation in millivolts.
  static func noisy(_ deviation: Double, repeat index: Int) throws -> [Double] {
    var random = Philox(seed: 2024, record: UInt32(index))
    return try samples().map { $0 + deviation * random.normal() }
  }
}
