import Electrocardiogram
import Testing

@testable import Statements

@Suite struct ReportParserTests {
  let parser: ReportParser

  init() throws { parser = ReportParser(try Lexicon()) }

  private func statements(_ text: String) -> [String] {
    parser(text).statements.map(\.description)
  }

  @Test(arguments: [
    ("left bundle branch block", "left-bundle-branch-block"),
    ("right bundle branch block", "right-bundle-branch-block"),
    ("Linksschenkelblock", "left-bundle-branch-block"),
    ("Rechtsschenkelblock", "right-bundle-branch-block"),
    ("vänstersidigt skänkelblock", "left-bundle-branch-block"),
    ("unvollstÄndiger rechtsschenkelblock", "incomplete right-bundle-branch-block"),
    ("incomplete right bundle branch block", "incomplete right-bundle-branch-block"),
    ("left anterior fascicular block", "left-anterior-fascicular-block"),
    ("linksposteriorer hemiblock", "left-posterior-fascicular-block"),
    ("left axis deviation", "left-axis"), ("rightward axis", "right-axis"),
    ("überdrehter Linkstyp", "extreme-left-axis"),
    ("left ventricular hypertrophy", "left-ventricular-hypertrophy"),
    ("right ventricular hypertrophy", "right-ventricular-hypertrophy"),
  ])
  func sidesAreTold(_ text: String, _ expected: String) {
    #expect(statements(text) == [expected])
  }

  /// German joins wall and infarction to one word.
  @Test(arguments: [
    ("alter Hinterwandinfarkt", "old inferior infarction"),
    ("frischer Vorderwandinfarkt", "recent anterior infarction"),
    ("möglicher Seitenwandinfarkt", "possible lateral infarction"),
    ("Vorderwandaneurysma", "anterior aneurysm"),
  ])
  func compoundsKeepTheirWall(_ text: String, _ expected: String) {
    #expect(statements(text) == [expected])
  }

  @Test(arguments: [
    ("no ST elevation", ["no st-elevation"]),
    ("ST elevation in V2-4", ["st-elevation in V2 V3 V4"]),
    ("keine ST-Hebung", ["no st-elevation"]),
    ("no st elevation or t wave inversion", ["no st-elevation", "no t-inversion"]),
    ("no st elevation. t waves are inverted in v1,2", ["no st-elevation", "t-inversion in V1 V2"]),
    (
      "without ischaemia but left bundle branch block",
      ["no ischaemia", "left-bundle-branch-block"]
    ),
    ("ischaemia cannot be excluded", ["possible ischaemia"]),
    ("inferiorer infarkt nicht auszuschliessen", ["possible inferior infarction"]),
    ("ischaemia is not excluded", ["possible ischaemia"]),
    ("keine p-wellen", ["no-p-waves"]),
    ("no definite pathology", ["normal"]),
  ])
  func negationReachesItsConcepts(_ text: String, _ expected: [String]) {
    #expect(statements(text) == expected)
  }

  @Test(arguments: [
    ("old inferior myocardial infarction", ["old inferior infarction"]),
    ("acute anterior infarct", ["recent anterior infarction"]),
    ("inferiorer infarkt     wahrscheinlich alt", ["old inferior infarction"]),
    (
      "anteroseptaler infarkt alter unbest.",
      ["of undetermined age anteroseptal infarction"]
    ),
    ("anteroseptal infarkt     mÖjligen fÄrsk", ["recent anteroseptal infarction"]),
    ("possible old inferior infarct", ["possible old inferior infarction"]),
    ("linkshypertrophie möglich", ["possible left-ventricular-hypertrophy"]),
    (
      "this may be due to lv strain or ischaemia",
      ["possible strain", "possible ischaemia"]
    ),
    (
      "wahrscheinlich    anterolaterale ischämie oder linksbelastung",
      ["probable anterolateral ischaemia", "probable strain"]
    ),
  ])
  func ageAndCertaintyReachTheirConcepts(_ text: String, _ expected: [String]) {
    #expect(statements(text) == expected)
  }

  @Test(arguments: [
    (
      "st segments are depressed and t waves inverted in i, avl, v5,6.",
      ["st-depression in I aVL V5 V6", "t-inversion in I aVL V5 V6"]
    ),
    (
      "t waves are low or flat in i, v5,6 and inverted in avl",
      ["low-t in I V5 V6", "t-inversion in aVL"]
    ),
    (
      "q waves in ii, iii, avf consistent with old inferior    myocardial infarction",
      ["q-waves in II III aVF", "probable old inferior infarction"]
    ),
    ("t abnorm in lateralen ableitungen", ["lateral t-changes"]),
    ("voltages are high in chest leads suggesting lvh", ["hypertrophy-voltage"]),
    ("sinusrhythmus a-v block i linkstyp", ["sinus-rhythm", "av-block-1", "left-axis"]),
    ("tachykardes vorhofflimmern", ["rapid-response", "atrial-fibrillation"]),
  ])
  func placesReachTheirConcepts(_ text: String, _ expected: [String]) {
    #expect(statements(text) == expected)
  }

  @Test func languagesMeetInTheSameStatements() {
    let english = parser("sinus rhythm. right bundle branch block. old inferior infarct.")
    let german = parser("sinusrhythmus rechtsschenkelblock inferiorer infarkt wahrscheinlich alt")
    #expect(english.statements == german.statements)
  }

  @Test func unknownWordsAreCountedAndNamed() {
    let report = parser("sinus rhythm. blorbled zonk in v2. normal ecg")
    #expect(report.unknownPhrases == ["blorbled zonk"])
    #expect(report.unknownWordCount == 2 && report.wordCount == 8)
    #expect(report.phraseCount == 3 && report.understoodPhraseCount == 2)
    #expect(report.statements.map(\.concept) == ["sinus-rhythm", "normal"])
  }

  @Test func whatMayComeIsNotStated() {
    let text =
      "patient has trifascicular block and may be at increased risk of developing complete heart block."
    #expect(statements(text) == ["trifascicular-block"])
  }

  @Test func anUnknownThingKeepsItsNegation() {
    #expect(statements("no blorbled zonk, st elevation") == ["st-elevation"])
  }

  @Test func emptyTextSaysNothing() {
    let report = parser("  \n ... ")
    #expect(report == ReportParser.Report())
  }
}
