/// Why the fit of a beat in a lead deserves a second look, or is not there.
public enum FitFlag: String, Sendable, Codable, CaseIterable {
  /// The record does not hold the lead, others do.
  case absentLead = "absent-lead"
  /// The lead does not change: nothing was fitted.
  case flat
  /// Samples are missing: nothing was fitted.
  case missingSamples = "missing-samples"
  /// The leads do not span three dimensions: no dipole was fitted.
  case deficientRank = "deficient-rank"
  /// A kernel came to rest at a bound: its value is the bound's, not the beat's.
  case atBound = "at-bound"

  /// The flag's bit in a number that holds several: 1, 2, 4 and so on in the order of `allCases`.
  public var bit: Int { 1 << (Self.allCases.firstIndex(of: self) ?? 0) }
}
