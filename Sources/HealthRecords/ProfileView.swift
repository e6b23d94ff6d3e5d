/// A side from which an admission is looked at: a set of codes.
public enum ProfileView: Int, Sendable, Codable, CaseIterable {
  /// ICD-9, ICD-10 or SNOMED CT codes of what the patient has.
  case diagnoses
  /// Names or RxNorm codes of what the patient is given.
  case medications
  /// ICD-9, ICD-10 or SNOMED CT codes of what is done.
  case procedures
  /// What the reports of the admission's ECGs say.
  case statements

  /// The name in tables and messages.
  public var name: String {
    switch self {
    case .diagnoses: "diagnoses"
    case .medications: "medications"
    case .procedures: "procedures"
    case .statements: "statements"
    }
  }
}

extension ProfileView: CodingKeyRepresentable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// The name.
  public var codingKey: any CodingKey { Key(stringValue: name) }

  /// The view of a name.
  public init?(codingKey: some CodingKey) {
    guard let view = Self.allCases.first(where: { $0.name == codingKey.stringValue }) else {
      return nil
    }
    self = view
  }
}
