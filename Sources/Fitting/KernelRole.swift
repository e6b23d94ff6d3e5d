public import Electrocardiogram

/// The deflection of the beat that a kernel is part of, named by its place, sign and neighbours.
///
/// A name for reading, not a diagnosis: several kernels may share a role.
public enum KernelRole: String, Sendable, Codable, CaseIterable {
  /// Before the QRS complex.
  case P
  /// Downwards in the QRS complex, before the lead's first R; all of a complex without R, which is
  /// the field's QS.
  case Q
  /// Upwards in the QRS complex.
  case R
  /// Downwards in the QRS complex, after the lead's first R.
  case S
  /// Between QRS and T.
  case ST
  /// Repolarisation.
  case T
  /// Wider than any wave: the course of the baseline.
  case baseline

  /// How far a QRS complex reaches to either side of its R peak, in seconds.
  ///
  /// Of 370 records of PTB-XL, 98 % begin and 92 % end their QRS within it (medians over the beats,
  /// `ecgsim measure DIR --json`). What a broader complex has further out is named P or ST.
  static let qrsReach = 0.065
  /// End of the ST segment after the R peak at an RR interval of 1 s, in seconds.
  ///
  /// In 95 % of the same records T begins later than 0.133 s √(RR/s) after R, in half of them later
  /// than 0.164 s √(RR/s).
  static let segmentEnd = 0.13
  /// Width in seconds from which on a kernel is no wave's.
  ///
  /// Two widths to either side take 0.4 s; in 99 % of the same records T takes less than 0.23 s.
  static let baselineWidth = 0.1
  /// Height in millivolts, and part of the complex's highest kernel, from which on an upward kernel
  /// parts Q from S.
  ///
  /// The rulers of `Measurement` take nothing lower for a deflection either (`QRSDeflections`).
  static let lowestR = (millivolts: 0.02, part: 0.02)

  /// What naming needs of a kernel: centre in seconds from the R peak, standard deviation in seconds
  /// and height in millivolts.
  public typealias Shape = (time: Double, width: Double, amplitude: Double)

  /// Names the kernels of one lead.
  ///
  /// Upward kernels of the QRS complex are R; what goes down before the first of them is Q, after it
  /// S. The beat's R peak does not part them: it is that of all leads together, which in V1 to V3
  /// comes when their R is over. Of a complex without R all is Q, as the Minnesota code counts QS
  /// with Q.
  ///
  /// - Parameters:
  ///   - kernels: The lead's kernels.
  ///   - rrInterval: RR interval in seconds; the ST segment shortens with its square root.
  /// - Returns: Their roles in the same order.
  public static func roles(of kernels: [Shape], rrInterval: Double) -> [KernelRole] {
    let complex = kernels.filter(isInQRS)
    let highest = complex.reduce(0) { max($0, abs($1.amplitude)) }
    let least = max(lowestR.millivolts, lowestR.part * highest)
    let firstR = complex.filter { $0.amplitude >= least }.map(\.time).min() ?? .infinity
    return kernels.map { kernel in
      if kernel.width >= baselineWidth { return .baseline }
      if isInQRS(kernel) {
        return kernel.amplitude >= 0 ? .R : kernel.time < firstR ? .Q : .S
      }
      if kernel.time < 0 { return .P }
      return kernel.time < segmentEnd * rrInterval.squareRoot() ? .ST : .T
    }
  }

  private static func isInQRS(_ kernel: Shape) -> Bool {
    kernel.width < baselineWidth && abs(kernel.time) <= qrsReach
  }

  /// The wave of the heart model that the kernel joins.
  public var wave: Wave {
    switch self {
    case .P: .P
    case .Q, .R, .S: .QRS
    case .ST, .T, .baseline: .T
    }
  }
}
