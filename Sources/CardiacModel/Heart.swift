public import Electrocardiogram

/// The two-phase heart: sources that depend on an atrial and a ventricular phase.
///
/// dθ_A/dt = ω_A, dθ_V/dt = ω_V, ds/dt = Σ ω ∂s/∂θ − (s − s₀)/τ. P runs on the atrial circle, QRS, ST
/// and T on the ventricular; each circle is advanced by its own events, and the classic model is the
/// case where both are locked. Kernels are normalised: amplitudes are millivolts at every rate.
/// Source: Sameni et al., EURASIP J Adv Signal Process 43407 (2007), with the two circles added.
public struct Heart: Sendable, Equatable, Codable {
  /// What the sources stand for.
  public enum Basis: Sendable, Equatable, Codable {
    /// Three sources: the dipole's axes X (left), Y (foot), Z (back) of Frank.
    case dipole
    /// One source for each lead that is named; limb leads beyond I and II are never sources.
    case leads([Lead])
  }

  /// What the sources stand for.
  public var basis: Basis
  /// The sources, in the order of the basis.
  public var sources: [Source]
  /// Time constant in seconds of the classic model's return to the baseline; `nil` switches it off.
  ///
  /// With it, a wave is seen through a first-order high-pass of 1/(2πτ): ST segments sag.
  public var relaxationTime: Double?

  /// Creates a heart.
  ///
  /// - Precondition: as many sources as the basis names; a relaxation time is positive.
  public init(basis: Basis, sources: [Source], relaxationTime: Double? = nil) {
    let expected =
      switch basis {
      case .dipole: 3
      case .leads(let leads): leads.count
      }
    precondition(sources.count == expected, "\(sources.count) sources for \(expected)")
    precondition(relaxationTime.map { $0 > 0 } ?? true, "relaxation time \(relaxationTime ?? 0) s")
    self.basis = basis
    self.sources = sources
    self.relaxationTime = relaxationTime
  }

  /// The potentials of all sources at a pair of phases without relaxation, in mV.
  public func values(atrialPhase: Double, ventricularPhase: Double) -> [Double] {
    sources.map { $0.value(atrialPhase: atrialPhase, ventricularPhase: ventricularPhase) }
  }
}
