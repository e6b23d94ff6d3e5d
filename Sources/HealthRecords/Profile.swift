public import Statements

/// What is known of one admission: sets of codes, and who the patient is.
public struct Profile: Sendable, Equatable {
  /// The admission's place in the store, from 0.
  public var admission: Int
  /// The patient's place in the store, from 0.
  public var patient: Int
  /// Age at the start of the admission in years, if known.
  public var ageYears: Double?
  /// Sex as recorded, if known.
  public var sex: Condition.Sex?
  /// Codes by view, in the order of `ProfileView.allCases`: places in the store's vocabulary, ascending.
  public var codes: [[Int32]]

  /// Describes an admission.
  public init(
    admission: Int, patient: Int, ageYears: Double? = nil, sex: Condition.Sex? = nil,
    codes: [[Int32]]
  ) {
    precondition(codes.count == ProfileView.allCases.count, "\(codes.count) sets of codes")
    self.admission = admission
    self.patient = patient
    self.ageYears = ageYears
    self.sex = sex
    self.codes = codes
  }

  /// The codes of a view.
  public subscript(view: ProfileView) -> [Int32] { codes[view.rawValue] }
}
