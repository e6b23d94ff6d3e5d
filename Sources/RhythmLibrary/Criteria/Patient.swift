/// Whose record it is; limits of QT, voltage and ST depend on it.
public struct Patient: Sendable, Equatable {
  /// Sex as limits distinguish it.
  public enum Sex: String, Sendable, CaseIterable, Codable {
    /// Female.
    case female
    /// Male.
    case male
  }

  /// The patient's sex.
  public var sex: Sex
  /// Age in years.
  public var ageYears: Double

  /// Creates a patient.
  public init(sex: Sex, ageYears: Double) {
    self.sex = sex
    self.ageYears = ageYears
  }
}

/// The patients that a criterion speaks of.
public struct PatientGroup: Sendable, Equatable {
  /// Only this sex; `nil` for both.
  public var sex: Patient.Sex?
  /// Ages in years that belong, `[from, below)`.
  public var ageFromYears: Double?
  /// Upper end, which does not belong.
  public var ageBelowYears: Double?

  /// Creates a group; without arguments it is everybody.
  public init(
    sex: Patient.Sex? = nil, ageFromYears: Double? = nil, ageBelowYears: Double? = nil
  ) {
    self.sex = sex
    self.ageFromYears = ageFromYears
    self.ageBelowYears = ageBelowYears
  }

  /// Whether a patient belongs to the group.
  public func contains(_ patient: Patient) -> Bool {
    (sex == nil || sex == patient.sex)
      && (ageFromYears.map { patient.ageYears >= $0 } ?? true)
      && (ageBelowYears.map { patient.ageYears < $0 } ?? true)
  }
}
