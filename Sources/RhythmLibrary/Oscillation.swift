/// A wave that never rests, such as those of fibrillation: its frequency and height wander.
///
/// s(t) = Σₙ (2/nπ) [a + Δa sin(2π f_a t + φ_a)] sin(n θ(t)) for n = 1 … N, with
/// θ(t) = 2π f t + (Δf/f_f) sin(2π f_f t + φ_f) + φ: a saw-tooth of N harmonics, or a sine. Ranges and
/// phases are drawn once a record. Source: the f waves of Stridh and Sörnmo, IEEE Trans Biomed Eng 48:105
/// (2001), as simECG 2022 uses them.
public struct Oscillation: Sendable, Equatable {
  /// The a of the formula in every source of the beat's basis, in millivolts: the fundamental alone is
  /// a sine of 2a/π.
  public var amplitudes: [Double]
  /// Frequency f in hertz; all oscillations of a record lie at one share of their ranges.
  public var frequency: ClosedRange<Double>
  /// Number of harmonics N.
  public var harmonics: Int
  /// Swing of the height, Δa/a.
  public var heightSwing: Double
  /// How often it swings, f_a, in hertz.
  public var heightRate: ClosedRange<Double>
  /// Swing of the frequency, Δf, in hertz.
  public var frequencySwing: Double
  /// How often it swings, f_f, in hertz.
  public var frequencyRate: ClosedRange<Double>

  /// Creates an oscillation.
  public init(
    amplitudes: [Double], frequency: ClosedRange<Double>, harmonics: Int = 1,
    heightSwing: Double = 0, heightRate: ClosedRange<Double> = 0.2...0.2,
    frequencySwing: Double = 0, frequencyRate: ClosedRange<Double> = 0.2...0.2
  ) {
    precondition(frequency.lowerBound > 0 && harmonics > 0, "\(frequency) Hz, \(harmonics)")
    precondition(heightRate.lowerBound > 0 && frequencyRate.lowerBound > 0, "rates are positive")
    self.amplitudes = amplitudes
    self.frequency = frequency
    self.harmonics = harmonics
    self.heightSwing = heightSwing
    self.heightRate = heightRate
    self.frequencySwing = frequencySwing
    self.frequencyRate = frequencyRate
  }
}
