import Foundation

/// Tokens of a condition without any training: rows of a fixed table, made by hashing.
///
/// A token is a vector of 64 numbers of meaning and 32 of value. A statement's meaning is the row of its
/// concept, opposite if negated, plus the rows of its attributes; rows are ±1/8 by a hash of the name, so any
/// two have a cosine near 0 (±1/8 standard deviation). Unknown words are sums over groups of three letters:
/// Bojanowski et al., TACL 5:135 (2017). A number's value is itself, scaled to [−1, 1], and 31 Gaussians
/// along its range.
public struct StatementTable: Sendable, Codable, Equatable {
  /// Numbers of meaning in a token, and of value.
  public static let meaningWidth = 64, valueWidth = 32
  /// Numbers in a token.
  public static let width = meaningWidth + valueWidth
  /// Tokens of every condition: its own, sex and the numbers.
  public static let fixedTokens = 2 + Condition.Number.allCases.count

  /// Weight of an attribute's row beside its concept's.
  static let attributeWeight: Float = 0.7
  /// Weight of a lead's row: there may be twelve.
  static let leadWeight: Float = 0.3

  /// The tokens of one condition.
  public struct Tokens: Sendable, Equatable {
    /// Vectors one after another, `capacity · width` numbers.
    public var values: [Float]
    /// Which of them are there.
    public var mask: [Bool]
    /// Statements that found no place.
    public var dropped: Int
  }

  /// The table; there is one.
  public init() {}

  /// The tokens of a condition.
  ///
  /// The first is the record's own and always there. Then sex, the numbers in the order of their names'
  /// declaration, statements, and one for each unknown phrase.
  ///
  /// - Parameters:
  ///   - condition: What is known; tokens of what is not are masked.
  ///   - capacity: How many tokens; those that find no place are counted.
  /// - Returns: Vectors and mask.
  /// - Precondition: There is a place for the fixed tokens.
  public func tokens(of condition: Condition, capacity: Int) -> Tokens {
    precondition(capacity >= Self.fixedTokens, "\(capacity) tokens, at least \(Self.fixedTokens)")
    var rows: [[Float]?] = [Self.row("record")]
    rows.append(condition.sex.map { Self.row("sex=\($0.rawValue)") })
    for number in Condition.Number.allCases {
      rows.append(condition[number].map { Self.token(of: number, $0) })
    }
    rows += condition.statements.map { Self.meaning(of: $0) }
    rows += condition.unknownPhrases.map { Self.meaning(ofUnknown: $0) }
    var tokens = Tokens(
      values: [], mask: [], dropped: max(0, rows.count - capacity))
    for index in 0..<capacity {
      let row = index < rows.count ? rows[index] : nil
      let values = row ?? []
      tokens.values += values + [Float](repeating: 0, count: Self.width - values.count)
      tokens.mask.append(row != nil)
    }
    return tokens
  }

  /// The tokens of nothing: the record's own alone.
  public func tokensOfNothing(capacity: Int) -> Tokens {
    tokens(of: Condition(), capacity: capacity)
  }

  /// The meaning of a statement, 64 numbers.
  public static func meaning(of statement: Statement) -> [Float] {
    let sign: Float = statement.isNegated ? -1 : 1
    var sum = row("concept=\(statement.concept)").map { $0 * sign }
    for attribute in statement.attributes {
      let weight = attribute.hasPrefix("lead=") ? leadWeight : attributeWeight
      for (index, value) in row(attribute).enumerated() { sum[index] += weight * value }
    }
    return sum
  }

  /// The meaning of words that no lexicon knows, 64 numbers of length 1.
  public static func meaning(ofUnknown phrase: String) -> [Float] {
    var sum = [Float](repeating: 0, count: meaningWidth)
    for word in phrase.split(separator: " ") {
      let letters = Array("<\(word)>".utf8)
      for start in 0..<max(1, letters.count - 2) {
        let group = letters[start..<min(start + 3, letters.count)]
        for (index, value) in row(bytes: Array("3=".utf8) + group).enumerated() {
          sum[index] += value
        }
      }
    }
    let norm = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return norm > 0 ? sum.map { $0 / norm } : sum
  }

  private static func token(of number: Condition.Number, _ value: Double) -> [Float] {
    let range = number.range
    let share =
      (min(max(value, range.lowerBound), range.upperBound) - range.lowerBound)
      / (range.upperBound - range.lowerBound)
    let count = valueWidth - 1
    let bumps = (0..<count).map { index in
      let distance = share * Double(count - 1) - Double(index)
      return Float(exp(-distance * distance / 2))
    }
    return row("number=\(number.rawValue)") + [Float(2 * share - 1)] + bumps
  }

  /// The table's row of a name: signs by the bits of a hash, of length 1.
  static func row(_ name: String) -> [Float] { row(bytes: Array(name.utf8)) }

  private static func row(bytes: [UInt8]) -> [Float] {
    // FNV-1a (Fowler, Noll and Vo), then the finaliser of MurmurHash3, which mixes its high bits.
    var hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    hash ^= hash >> 33
    let size = 1 / Float(meaningWidth).squareRoot()
    return (0..<meaningWidth).map { (hash >> UInt64($0)) & 1 == 1 ? size : -size }
  }
}
