public import Electrocardiogram

/// One parameter of one kernel, as it was hidden and as a fit found it.
public struct RecoveredParameter: Sendable {
  /// What the number is.
  public enum Quantity: String, Sendable, CaseIterable {
    /// Centre in seconds from the R peak that was measured.
    case time
    /// Standard deviation in seconds.
    case width
    /// Height in millivolts.
    case amplitude
  }

  /// The lead.
  public let lead: Lead
  /// The kernel's place in the lead, in the order of time.
  public let kernel: Int
  /// The deflection that the fit says it is.
  public let role: KernelRole
  /// What the number is.
  public let quantity: Quantity
  /// The number that the recording was made from.
  public let hidden: Double
  /// The number that the fit found.
  public let recovered: Double
  /// Its standard error; `nil` at a bound.
  public let standardError: Double?

  /// (recovered − hidden) / standard error.
  public var errorInStandardErrors: Double? {
    standardError.map { (recovered - hidden) / $0 }
  }

  /// Pairs hidden and fitted kernels, lead by lead and in the order of time.
  ///
  /// - Parameters:
  ///   - hidden: The kernels that a recording was made from.
  ///   - recovered: The fit of its beat.
  ///   - shift: Seconds to add to hidden times, so that both count from one instant.
  /// - Returns: Three parameters for each kernel.
  static func all(
    hidden: [Lead: [FittedKernel]], recovered: FittedBeat, shift: Double
  ) -> [RecoveredParameter] {
    var parameters: [RecoveredParameter] = []
    for fitted in recovered.leads {
      guard let lead = fitted.lead, let known = hidden[lead] else { continue }
      for (index, (truth, found)) in zip(known, fitted.kernels).enumerated() {
        let errors = found.standardErrors
        let rows: [(Quantity, Double, Double, Double?)] = [
          (.time, truth.time + shift, found.time, errors.time),
          (.width, truth.width, found.width, errors.width),
          (.amplitude, truth.amplitude, found.amplitude, errors.amplitude),
        ]
        parameters += rows.map { quantity, hidden, recovered, error in
          RecoveredParameter(
            lead: lead, kernel: index, role: found.role, quantity: quantity, hidden: hidden,
            recovered: recovered, standardError: error)
        }
      }
    }
    return parameters
  }
}
