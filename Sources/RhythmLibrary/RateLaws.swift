/// How intervals follow the heart rate.
///
/// Source: simECG 2022 (Bender et al.; Karhinoja et al., its parameter document). Only the ratio of two
/// QT values is used, so a preset keeps its own QT at the rate at which it is stated.
public enum RateLaws {
  /// QT in seconds at an RR interval in seconds: 0.49 − 0.09/RR, hyperbolic.
  ///
  /// The interval should be averaged over about 25 s, since QT follows a change of rate slowly.
  /// Valid from 30 to 200 beats a minute; shorter intervals are taken as 0.3 s.
  public static func qtInterval(rrInterval: Double) -> Double {
    0.49 - 0.09 / max(rrInterval, shortestInterval)
  }

  /// Seconds by which PQ is shorter at an RR interval in seconds than at long ones, as at the onset of
  /// exercise (`DelayFall.exercise`).
  public static func pqShortening(rrInterval: Double) -> Double {
    DelayFall.exercise.shortening(rrInterval: rrInterval)
  }

  /// The RR interval in seconds up to which the laws are valid; shorter ones are taken as this.
  static let shortestInterval = 0.3
}
