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
  /// The hidden kernel's place in its lead, in the order of time.
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

  /// The three parameters of a kernel.
  ///
  /// - Parameters:
  ///   - lead: The lead.
  ///   - kernel: The hidden kernel's place in the lead.
  ///   - hidden: The kernel that the recording was made from; its time counts from the same instant
  ///     as that of the other.
  ///   - recovered: The kernel that the fit found.
  /// - Returns: Time, width and amplitude.
  static func all(
    lead: Lead, kernel: Int, hidden: FittedKernel, recovered: FittedKernel
  ) -> [RecoveredParameter] {
    let errors = recovered.standardErrors
    let rows: [(Quantity, Double, Double, Double?)] = [
      (.time, hidden.time, recovered.time, errors.time),
      (.width, hidden.width, recovered.width, errors.width),
      (.amplitude, hidden.amplitude, recovered.amplitude, errors.amplitude),
    ]
    return rows.map { quantity, truth, found, error in
      RecoveredParameter(
        lead: lead, kernel: kernel, role: recovered.role, quantity: quantity, hidden: truth,
        recovered: found, standardError: error)
    }
  }
}

extension FittedKernel {
  /// The same kernel some seconds later.
  func later(by seconds: Double) -> FittedKernel {
    var kernel = self
    kernel.time += seconds
    return kernel
  }
}
