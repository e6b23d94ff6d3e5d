import Testing

@testable import Statements

@Suite struct StatementTableTests {
  private func cosine(_ a: [Float], _ b: [Float]) -> Float {
    let dot = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    let norms = [a, b].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    return dot / (norms[0] * norms[1])
  }

  private func meaning(_ text: String) throws -> [Float] {
    let statements = ReportParser(try Lexicon())(text).statements
    return StatementTable.meaning(of: try #require(statements.first))
  }

  /// MiniLM gives left and right bundle branch block a cosine of 0.96.
  @Test(arguments: [
    ("left bundle branch block", "right bundle branch block"),
    ("left axis deviation", "right axis deviation"),
    ("left ventricular hypertrophy", "right ventricular hypertrophy"),
    ("ST elevation", "no ST elevation"),
    ("ST elevation", "ST depression"),
    ("sinus bradycardia", "sinus tachycardia"),
    ("normal ecg", "abnormal ecg"),
  ])
  func oppositesAreFarApart(_ a: String, _ b: String) throws {
    // Rows of 64 random signs have cosines of 0 ± 1/8: three deviations.
    #expect(cosine(try meaning(a), try meaning(b)) < 0.375)
  }

  @Test func oldAndRecentShareTheirConceptAlone() throws {
    let c = cosine(
      try meaning("old inferior infarct"), try meaning("acute inferior infarct"))
    #expect(c > 0.3 && c < 0.9)
  }

  @Test func theRowOfANameIsFixed() {
    // FNV-1a of the empty name, 0xcbf29ce484222325, mixed: the low byte of 0xefd01f60ba992926.
    let bits = StatementTable.row("").prefix(8).map { $0 > 0 }
    #expect(bits == (0..<8).map { (0x26 >> $0) & 1 == 1 })
    #expect(abs(cosine(StatementTable.row("a"), StatementTable.row("a")) - 1) < 1e-6)
  }

  @Test func rowsOfAllConceptsDiffer() throws {
    let rows = try Lexicon().concepts.map { StatementTable.row("concept=\($0.id)") }
    var largest: Float = 0
    for (index, row) in rows.enumerated() {
      for other in rows[..<index] { largest = max(largest, abs(cosine(row, other))) }
    }
    // 4,000 pairs of 64 signs: five deviations of 1/8.
    #expect(largest < 0.625)
  }

  @Test func unknownWordsThatLookAlikeAreAlike() {
    let a = StatementTable.meaning(ofUnknown: "brugada")
    #expect(cosine(a, StatementTable.meaning(ofUnknown: "brugadas")) > 0.6)
    #expect(cosine(a, StatementTable.meaning(ofUnknown: "hypothermia")) < 0.375)
  }

  @Test func whatIsUnknownIsMasked() {
    let nothing = StatementTable().tokensOfNothing(capacity: 10)
    #expect(nothing.mask == [true] + [Bool](repeating: false, count: 9))
    #expect(nothing.values.count == 10 * StatementTable.width)
    var condition = Condition(statements: [Statement("sinus-rhythm")], heartRatePerMinute: 88)
    let some = StatementTable().tokens(of: condition, capacity: 10)
    #expect(some.mask == [true, false, false, true, false, false, false, true, false, false])
    condition.statements = (0..<5).map { Statement("s\($0)") }
    let many = StatementTable().tokens(of: condition, capacity: 10)
    #expect(many.dropped == 2 && many.values.count == 10 * StatementTable.width)
  }

  @Test func numbersAreSmoothAndTellTheirRangeApart() {
    func value(_ rate: Double) -> [Float] {
      let tokens = StatementTable().tokens(
        of: Condition(heartRatePerMinute: rate), capacity: StatementTable.fixedTokens)
      let start = 3 * StatementTable.width + StatementTable.meaningWidth
      return Array(tokens.values[start..<start + StatementTable.valueWidth])
    }
    #expect(abs(value(125)[0]) < 1e-6)
    #expect(value(30)[0] == -1 && value(250)[0] == 1)
    #expect(cosine(value(70), value(71)) > 0.98)
    #expect(cosine(value(60), value(90)) < 0.5)
  }
}
