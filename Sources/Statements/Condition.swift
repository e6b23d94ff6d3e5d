/// What a recording should be of: statements, and numbers that may be unknown.
public struct Condition: Sendable, Codable, Equatable {
  /// A patient's sex as recorded.
  public enum Sex: String, Sendable, Codable, CaseIterable {
    /// As recorded.
    case female, male
  }

  /// A number that a condition may hold, in the unit of its name.
  public enum Number: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    /// In years.
    case ageYears
    /// In beats a minute.
    case heartRatePerMinute
    /// In seconds.
    case prInterval, qrsDuration, qtInterval

    /// The interval that is told apart; values outside are moved to its ends.
    public var range: ClosedRange<Double> {
      switch self {
      case .ageYears: 0...100
      case .heartRatePerMinute: 30...220
      case .prInterval: 0.08...0.32
      case .qrsDuration: 0.06...0.20
      case .qtInterval: 0.24...0.60
      }
    }
  }

  /// What is said.
  public var statements: [Statement]
  /// What is said in words that the lexicon does not know.
  public var unknownPhrases: [String]
  /// The patient's sex, if known.
  public var sex: Sex?
  /// The numbers that are known.
  public var numbers: [Number: Double]

  /// States a condition.
  public init(
    statements: [Statement] = [], unknownPhrases: [String] = [], ageYears: Double? = nil,
    sex: Sex? = nil, heartRatePerMinute: Double? = nil, prInterval: Double? = nil,
    qrsDuration: Double? = nil, qtInterval: Double? = nil
  ) {
    self.statements = statements
    self.unknownPhrases = unknownPhrases
    self.sex = sex
    numbers = [:]
    numbers[.ageYears] = ageYears
    numbers[.heartRatePerMinute] = heartRatePerMinute
    numbers[.prInterval] = prInterval
    numbers[.qrsDuration] = qrsDuration
    numbers[.qtInterval] = qtInterval
  }

  /// A number, if known.
  public subscript(number: Number) -> Double? {
    get { numbers[number] }
    set { numbers[number] = newValue }
  }
}
