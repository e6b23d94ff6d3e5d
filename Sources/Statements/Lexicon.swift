import Electrocardiogram
import Yams

/// What the words of reports mean: concepts with their phrases and codes, and the words around them.
///
/// The default one is a data file of this package (`Lexicon/lexicon.yaml`, which names its sources).
public struct Lexicon: Sendable {
  /// A thing that reports speak of.
  public struct Concept: Sendable, Decodable {
    /// The name in statements.
    public let id: String
    /// The name for people.
    public let name: String
    /// Its SCP-ECG statement codes, the first that fits counts.
    public let codes: [Code]?
    let phrases: [String]
    let compounds: [Compound]?
  }

  /// A word that says the concept and its wall at once.
  struct Compound: Sendable, Decodable {
    let phrase: String
    let region: Statement.Region
  }

  /// A code and what a statement must say to have it.
  public struct Code: Sendable, Decodable {
    /// As in PTB-XL's `scp_statements.csv`.
    public let code: String
    /// The wall that it asks for.
    public let region: Statement.Region?
    /// The degree that it asks for.
    public let degree: Statement.Degree?
  }

  struct Modifier: Sendable, Decodable {
    enum Place: String, Sendable, Decodable { case before, after, either }
    let set: Attribute
    let place: Place
    let phrases: [String]
  }

  struct Attribute: Sendable, Decodable {
    var negated: Bool?
    var certainty: Statement.Certainty?
    var age: Statement.Age?
    var degree: Statement.Degree?
    var severity: Statement.Severity?
    var extent: Statement.Extent?
    var region: Statement.Region?
  }

  struct LeadGroup: Sendable, Decodable {
    let leads: [Lead]
    let phrases: [String]
  }

  private struct Document: Decodable {
    let schema: Int
    let concepts: [Concept]
    let modifiers: [Modifier]
    let leadGroups: [LeadGroup]
    let locators, joins, turns, silent: [String]
    let snomed: [String: String]?
  }

  /// All concepts, in the order of the file.
  public let concepts: [Concept]
  let phrases: PhraseBook
  private let snomed: [String: String]
  private let places: [String: Int]

  /// Reads the lexicon that comes with the package.
  ///
  /// - Throws: `StatementError.Code.malformedLexicon` if the file cannot be decoded.
  public init() throws(StatementError) {
    guard let file = EmbeddedFiles.all.first(where: { $0.name == "lexicon.yaml" }) else {
      throw StatementError(.malformedLexicon, "the package holds no lexicon.yaml; build it again")
    }
    try self.init(yaml: file.text, name: file.name)
  }

  /// Reads a lexicon.
  ///
  /// - Parameters:
  ///   - yaml: The text, of the form of `Lexicon/lexicon.yaml`.
  ///   - name: What messages call it.
  /// - Throws: `StatementError.Code.malformedLexicon` naming what is wrong.
  public init(yaml: String, name: String) throws(StatementError) {
    let document: Document
    do {
      document = try YAMLDecoder().decode(Document.self, from: yaml)
    } catch {
      throw StatementError(.malformedLexicon, "\(name) is no lexicon: \(error)", underlying: error)
    }
    guard document.schema == 1 else {
      throw StatementError(
        .malformedLexicon, "\(name) has schema \(document.schema); this version reads 1")
    }
    concepts = document.concepts
    var places: [String: Int] = [:]
    for (index, concept) in concepts.enumerated() {
      guard places.updateValue(index, forKey: concept.id) == nil else {
        throw StatementError(.malformedLexicon, "\(name) has the concept '\(concept.id)' twice")
      }
    }
    self.places = places
    snomed = document.snomed ?? [:]
    var book = PhraseBook()
    for (index, concept) in concepts.enumerated() {
      for phrase in concept.phrases { try book.add(phrase, .concept(index), name) }
      for compound in concept.compounds ?? [] {
        let code = Code(code: compound.phrase, region: compound.region, degree: nil)
        try book.add(compound.phrase, .code(index, code), name)
      }
    }
    for modifier in document.modifiers {
      for phrase in modifier.phrases {
        try book.add(phrase, .modifier(modifier.set, modifier.place), name)
      }
    }
    for group in document.leadGroups {
      for phrase in group.phrases { try book.add(phrase, .leads(group.leads), name) }
    }
    for phrase in document.locators { try book.add(phrase, .locator, name) }
    for phrase in document.joins { try book.add(phrase, .join, name) }
    for phrase in document.turns { try book.add(phrase, .turn, name) }
    // Codes stand in reports too; those that are words of a language keep that meaning.
    for (index, concept) in concepts.enumerated() {
      for code in concept.codes ?? [] {
        let words = ReportWord.words(of: code.code).map(\.text)
        guard words.count == 1, words[0].count > 2 else { continue }
        book.addIfAbsent(words[0], .code(index, code))
      }
    }
    for phrase in document.silent { try book.add(phrase, .silent, name) }
    phrases = book
  }

  /// The concept of a name.
  public subscript(id: String) -> Concept? { places[id].map { concepts[$0] } }

  /// The SCP-ECG code of a statement, if its concept has one for what it says; none if negated.
  public func code(of statement: Statement) -> String? {
    guard !statement.isNegated, let concept = self[statement.concept] else { return nil }
    return concept.codes?.first { code in
      code.region.map(statement.regions.contains) ?? true
        && code.degree.map { $0 == statement.degree } ?? true
    }?.code
  }

  /// Words for a SNOMED CT code of the Challenge's recordings, for a parser; `nil` for one it has no words for.
  public func words(ofSNOMED code: String) -> String? { snomed[code] }

  /// The statement of an SCP-ECG code.
  ///
  /// - Parameters:
  ///   - code: As in PTB-XL's `scp_statements.csv`.
  ///   - likelihood: In percent as PTB-XL gives it: 0 is not given, from 80 definite, from 50 probable.
  /// - Returns: The statement.
  /// - Throws: `StatementError.Code.unknownCode` if no concept carries the code.
  public func statement(
    ofCode code: String, likelihood: Double = 100
  ) throws(StatementError) -> Statement {
    for concept in concepts {
      for candidate in concept.codes ?? [] where candidate.code == code {
        var statement = Statement(concept.id, degree: candidate.degree)
        statement.certainty =
          likelihood <= 0 || likelihood >= 80
          ? .definite : likelihood >= 50 ? .probable : .possible
        statement.add(regions: candidate.region.map { [$0] } ?? [])
        return statement
      }
    }
    throw StatementError(.unknownCode, "no concept of the lexicon has the code '\(code)'")
  }
}
