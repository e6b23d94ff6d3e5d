public import Electrocardiogram

/// The part of the beat that a kernel or a boundary belongs to; it gives the colour.
///
/// Raw values are the colours' numbers in `Plots/paper.gp`.
public enum WaveRole: Int, CaseIterable, Sendable {
  /// Atrial activation.
  case P = 1
  /// Ventricular activation.
  case QRS
  /// The segment between QRS and T.
  case ST
  /// Ventricular repolarisation.
  case T
  /// The small wave after T.
  case U
  /// None of these, such as a slow baseline.
  case other

  /// The role of a wave that has boundaries.
  public init(_ wave: Wave) {
    switch wave {
    case .P: self = .P
    case .QRS: self = .QRS
    case .T: self = .T
    case .U: self = .U
    }
  }
}
