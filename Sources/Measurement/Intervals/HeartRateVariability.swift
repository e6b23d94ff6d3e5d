import Foundation

/// How RR intervals vary, in time and by frequency.
///
/// Intervals between normal beats (NN) are wanted: one that differs by more than 20 % from the median of
/// the five around it belongs to an ectopic or a missed beat and is left out, as are differences across
/// it. Definitions and bands: Task Force of the ESC and NASPE, Circulation 93:1043 (1996), not checked
/// against the primary text.
public struct HeartRateVariability: Sendable {
  /// Low frequencies in hertz, the upper limit left out.
  public static let lowFrequencies = 0.04..<0.15
  /// High frequencies in hertz, the upper limit left out.
  public static let highFrequencies = 0.15..<0.4
  /// Part of the median around it by which a normal interval may differ.
  static let mostDeparture = 0.2
  /// Fewest normal intervals for any statistic.
  static let fewest = 5
  /// Length in seconds of the stretches that a long recording's spectrum is taken of (Task Force).
  static let stretch = 300.0
  /// Part of the time asked for that the beats must cover: in a recording of 10 s they cover less.
  static let covered = 0.8

  /// The statistics, with the shortest recordings in seconds that give them.
  ///
  /// Ten of the longest periods for a band of frequencies (Task Force). Successive differences are of
  /// single beats, so 10 s give them roughly; the spread of the intervals holds slower waves and takes a
  /// minute (Munoz et al., PLoS One 10:e0138921 (2015), not checked against the primary text).
  public static let statistics: KeyValuePairs<Quantity, Double> = [
    .sdnn: 60, .rmssd: 10, .pnn50: 60, .lowFrequencyPower: 120, .highFrequencyPower: 60,
    .lowToHighRatio: 120,
  ]

  /// Why a statistic cannot be had.
  public struct Refusal: Error, Equatable, CustomStringConvertible {
    /// The statistic, what it needs and what there is.
    public let description: String
  }

  /// A normal interval and the time of the beat that ends it, in seconds.
  struct Interval: Sendable {
    var time, length: Double
  }

  let normal: [Interval]
  /// Differences of neighbouring normal intervals in seconds.
  let differences: [Double]
  /// Time from the first to the last beat in seconds.
  let duration: Double

  /// Takes R peaks in seconds, ascending.
  public init(rPeaks: [Double]) {
    let all = zip(rPeaks, rPeaks.dropFirst()).map { Interval(time: $1, length: $1 - $0) }
    let isNormal = all.indices.map { k -> Bool in
      let near = all[max(0, k - 2)...min(all.count - 1, k + 2)].map(\.length)
      let usual = OrderStatistics.median(near)
      return abs(all[k].length - usual) <= Self.mostDeparture * usual
    }
    normal = all.indices.filter { isNormal[$0] }.map { all[$0] }
    differences = all.indices.dropFirst().filter { isNormal[$0] && isNormal[$0 - 1] }
      .map { all[$0].length - all[$0 - 1].length }
    duration = (rPeaks.last ?? 0) - (rPeaks.first ?? 0)
  }

  /// A statistic: standard deviations in seconds, powers in s², pNN50 and the ratio without unit.
  ///
  /// - Precondition: `quantity` is one of `statistics`.
  public func value(_ quantity: Quantity) -> Result<Double, Refusal> {
    guard let shortest = Self.statistics.first(where: { $0.key == quantity })?.value else {
      preconditionFailure("\(quantity) is no statistic of heart rate variability")
    }
    guard normal.count >= Self.fewest, differences.count >= Self.fewest - 1 else {
      return .failure(
        Refusal(
          description: "\(quantity.rawValue) needs \(Self.fewest) normal RR intervals in a row; "
            + "\(normal.count) of the record's are normal"))
    }
    guard duration >= Self.covered * shortest else {
      return .failure(
        Refusal(
          description:
            "\(quantity.rawValue) needs a record of \(Int(shortest)) s; the beats of this "
            + "one cover \((10 * duration).rounded() / 10) s"))
    }
    return switch quantity {
    case .sdnn: .success(standardDeviation)
    case .rmssd:
      .success((differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)).squareRoot())
    case .pnn50: .success(Double(differences.count { abs($0) > 0.05 }) / Double(differences.count))
    case .lowFrequencyPower: .success(power(Self.lowFrequencies))
    case .highFrequencyPower: .success(power(Self.highFrequencies))
    default: .success(power(Self.lowFrequencies) / power(Self.highFrequencies))
    }
  }

  /// Standard deviation of the normal intervals in seconds, with n − 1.
  private var standardDeviation: Double {
    let mean = normal.reduce(0) { $0 + $1.length } / Double(normal.count)
    let squares = normal.reduce(0) { $0 + ($1.length - mean) * ($1.length - mean) }
    return (squares / Double(normal.count - 1)).squareRoot()
  }

  /// Power of the normal intervals in a band, in s²: the mean over stretches of five minutes.
  func power(_ band: Range<Double>) -> Double {
    let first = normal[0].time
    let count = max(1, Int(duration / Self.stretch))
    let length = duration / Double(count)
    let powers = (0..<count).compactMap { k -> Double? in
      let part = normal.filter {
        min(Int(($0.time - first) / length), count - 1) == k
      }
      guard part.count >= Self.fewest else { return nil }
      return LombPeriodogram(times: part.map(\.time), values: part.map(\.length)).power(band)
    }
    return powers.isEmpty ? 0 : powers.reduce(0, +) / Double(powers.count)
  }
}
