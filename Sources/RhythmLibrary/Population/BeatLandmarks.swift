/// The intervals on which a patient's kernels are laid out, in seconds, all positive.
public struct BeatLandmarks: Sendable, Equatable {
  /// R peak to R peak.
  public var rrInterval: Double
  /// Onset of P to onset of QRS; `nil` without P.
  public var prInterval: Double?
  /// Onset of P to its end; `nil` without P.
  public var pDuration: Double?
  /// Onset of QRS to the peak of its spatial magnitude.
  public var onsetToR: Double
  /// From there to J.
  public var rToJ: Double
  /// J to the peak of T.
  public var jToTPeak: Double
  /// From there to the end of T.
  public var tPeakToEnd: Double

  /// Creates landmarks.
  ///
  /// - Precondition: every interval is positive, and P has both of its own or neither.
  public init(
    rrInterval: Double, prInterval: Double?, pDuration: Double?, onsetToR: Double, rToJ: Double,
    jToTPeak: Double, tPeakToEnd: Double
  ) {
    self.rrInterval = rrInterval
    self.prInterval = prInterval
    self.pDuration = pDuration
    self.onsetToR = onsetToR
    self.rToJ = rToJ
    self.jToTPeak = jToTPeak
    self.tPeakToEnd = tPeakToEnd
    precondition(
      (prInterval == nil) == (pDuration == nil) && values.allSatisfy { $0 > 0 },
      "landmarks \(self)")
  }

  /// Creates landmarks from what `values` gave.
  init(values: [Double], hasP: Bool) {
    let rest = Array(values.dropFirst(hasP ? 3 : 1))
    self.init(
      rrInterval: values[0], prInterval: hasP ? values[1] : nil, pDuration: hasP ? values[2] : nil,
      onsetToR: rest[0], rToJ: rest[1], jToTPeak: rest[2], tPeakToEnd: rest[3])
  }

  /// The intervals in a fixed order, without those of P where there is none.
  var values: [Double] {
    [rrInterval] + [prInterval, pDuration].compactMap { $0 }
      + [onsetToR, rToJ, jToTPeak, tPeakToEnd]
  }

  /// Their names in that order.
  static func names(hasP: Bool) -> [String] {
    ["rrInterval"] + (hasP ? ["prInterval", "pDuration"] : [])
      + ["onsetToR", "rToJ", "jToTPeak", "tPeakToEnd"]
  }

  /// Onset of QRS to J.
  public var qrsDuration: Double { onsetToR + rToJ }
  /// Onset of QRS to the end of T.
  public var qtInterval: Double { qrsDuration + jToTPeak + tPeakToEnd }
}
