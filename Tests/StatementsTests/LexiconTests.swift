import Testing

@testable import Statements

@Suite struct LexiconTests {
  /// Every statement of PTB-XL's `scp_statements.csv`.
  static let codes = [
    "NDT", "NST_", "DIG", "LNGQT", "NORM", "IMI", "ASMI", "LVH", "LAFB", "ISC_", "IRBBB", "1AVB",
    "IVCD", "ISCAL", "CRBBB", "CLBBB", "ILMI", "LAO/LAE", "AMI", "ALMI", "ISCIN", "INJAS", "LMI",
    "ISCIL", "LPFB", "ISCAS", "INJAL", "ISCLA", "RVH", "ANEUR", "RAO/RAE", "EL", "WPW", "ILBBB",
    "IPLMI", "ISCAN", "IPMI", "SEHYP", "INJIN", "INJLA", "PMI", "3AVB", "INJIL", "2AVB", "ABQRS",
    "PVC", "STD_", "VCLVH", "QWAVE", "LOWT", "PAC", "LPR", "INVT", "LVOLT", "HVOLT", "STE_",
    "PRC(S)", "SR", "AFIB", "STACH", "SARRH", "SBRAD", "PACE", "SVARR", "BIGU", "AFLT", "SVTAC",
    "PSVT", "TRIGU",
  ]

  @Test(arguments: codes) func everyCodeIsAStatementAndBack(_ code: String) throws {
    let lexicon = try Lexicon()
    let statement = try lexicon.statement(ofCode: code)
    #expect(lexicon.code(of: statement) == code)
    var negated = statement
    negated.isNegated = true
    #expect(lexicon.code(of: negated) == nil)
  }

  @Test func likelihoodBecomesCertainty() throws {
    let lexicon = try Lexicon()
    let certainties = try [0, 15, 50, 80, 100].map {
      try lexicon.statement(ofCode: "IMI", likelihood: $0).certainty
    }
    #expect(certainties == [.definite, .possible, .probable, .definite, .definite])
  }

  @Test func wordsOfSNOMEDCodesAreUnderstood() throws {
    let lexicon = try Lexicon()
    let parser = ReportParser(lexicon)
    for (code, concept) in [
      ("59118001", "right-bundle-branch-block"), ("164909002", "left-bundle-branch-block"),
      ("10370003", "pacemaker"), ("698252002", "intraventricular-block"),
      ("428750005", "st-t-changes"), ("27885002", "av-block-3"),
    ] {
      let report = parser(try #require(lexicon.words(ofSNOMED: code)))
      #expect(report.statements.map(\.concept) == [concept])
      #expect(report.unknownPhrases.isEmpty)
    }
    #expect(lexicon.words(ofSNOMED: "1") == nil)
  }

  @Test func unknownCodesAreRefused() throws {
    let lexicon = try Lexicon()
    let error = #expect(throws: StatementError.self) { try lexicon.statement(ofCode: "XYZ") }
    #expect(error?.code == .unknownCode)
  }

  @Test(arguments: [
    (
      "schema: 2\nconcepts: []\nmodifiers: []\nleadGroups: []\nlocators: []\njoins: []\nturns: []\nsilent: []",
      "schema 2"
    ),
    ("schema: 1", "no lexicon"),
    (
      "schema: 1\nconcepts: [{id: a, name: a, phrases: []}, {id: a, name: a, phrases: []}]\nmodifiers: []\nleadGroups: []\nlocators: []\njoins: []\nturns: []\nsilent: []",
      "'a' twice"
    ),
    (
      "schema: 1\nconcepts: [{id: a, name: a, phrases: ['b?']}]\nmodifiers: []\nleadGroups: []\nlocators: []\njoins: []\nturns: []\nsilent: []",
      "'b?', which is empty"
    ),
  ])
  func malformedLexiconsAreRefused(_ yaml: String, _ expected: String) {
    let error = #expect(throws: StatementError.self) { try Lexicon(yaml: yaml, name: "mine.yaml") }
    #expect(error?.code == .malformedLexicon)
    #expect(error?.message.contains(expected) == true)
    #expect(error?.message.contains("mine.yaml") == true)
  }
}
