public import Electrocardiogram

/// One wave of the classic model, in the parameterisation of McSharry, ECGSYN, SimGAN and SE-Diff.
public struct ClassicWave: Sendable, Equatable, Codable {
  /// The wave that it draws.
  public var wave: Wave
  /// Strength a; **not** an amplitude: the wave's height is a·b²/ω.
  public var strength: Double
  /// Width b in radians.
  public var width: Double
  /// Phase θ of the centre in radians.
  public var phase: Double

  /// Creates a wave.
  public init(wave: Wave, strength: Double, width: Double, phase: Double) {
    precondition(width > 0, "wave width \(width) rad is not positive")
    self.wave = wave
    self.strength = strength
    self.width = width
    self.phase = phase
  }

  /// The normalised kernel that draws the same wave at one phase speed: α = a·b²/ω.
  ///
  /// - Parameter ω: Phase speed in radians a second.
  /// - Returns: Amplitude in mV if z is in mV and the strength in mV a second.
  public func normalised(angularVelocity ω: Double) -> GaussianWave {
    GaussianWave(
      wave: wave, phase: phase, amplitude: strength * width * width / ω, width: width)
  }
}

extension GaussianWave {
  /// The classic wave that draws the same kernel at one phase speed: a = α·ω/b².
  ///
  /// - Parameter ω: Phase speed in radians a second.
  /// - Returns: The wave; its strength is in mV a second.
  public func classic(angularVelocity ω: Double) -> ClassicWave {
    ClassicWave(
      wave: wave, strength: amplitude * ω / (width * width), width: width, phase: phase)
  }
}
