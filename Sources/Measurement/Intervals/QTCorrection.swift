import Foundation

/// Laws that refer a QT interval to a rate of 60 beats a minute.
///
/// QT and RR in seconds. Sources, from textbooks and not checked against the primary texts: Bazett,
/// Heart 7:353 (1920); Fridericia, Acta Med Scand 53:469 (1920); Framingham: Sagie et al., Am J
/// Cardiol 70:797 (1992); Hodges et al., J Am Coll Cardiol 1:694 (1983).
public enum QTCorrection: String, CaseIterable, Sendable, Codable {
  /// QT / RR^½.
  case bazett
  /// QT / RR^⅓.
  case fridericia
  /// QT + 0.154 (1 − RR).
  case framingham
  /// QT + 0.00175 (HR − 60), HR in beats a minute.
  case hodges

  /// The corrected interval in seconds.
  ///
  /// - Precondition: `rrInterval` is positive.
  public func corrected(qtInterval: Double, rrInterval: Double) -> Double {
    precondition(rrInterval > 0, "RR interval \(rrInterval) s is not positive")
    return switch self {
    case .bazett: qtInterval / rrInterval.squareRoot()
    case .fridericia: qtInterval / cbrt(rrInterval)
    case .framingham: qtInterval + 0.154 * (1 - rrInterval)
    case .hodges: qtInterval + 0.00175 * (60 / rrInterval - 60)
    }
  }
}
