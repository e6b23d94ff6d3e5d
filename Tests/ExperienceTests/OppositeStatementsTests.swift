import Experience
import Foundation
import HealthRecords
import Statements
import Testing

/// Reports that say opposite things are not taken for each other by the text view.
@Suite struct OppositeStatementsTests {
  /// Reports, each with one that says the same in other words and one that says the opposite.
  static let cases: [(report: String, same: String, opposite: String)] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/opposites.csv")
    let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
    return lines.dropFirst().compactMap { line in
      // Quotes stand around fields with commas only.
      var fields = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == ",", !isQuoted {
          fields.append("")
        } else {
          fields[fields.count - 1].append(character)
        }
      }
      return fields.count == 3 ? (fields[0], fields[1], fields[2]) : nil
    }
  }()

  private let parser: ReportParser

  init() throws { parser = ReportParser(try Lexicon()) }

  private func keys(_ text: String) -> Set<String> {
    Set(StatementKey.keys(of: parser(text).statements))
  }

  @Test func thereAreAtLeastAHundredPairs() {
    let pairs = Set(Self.cases.map { [$0.report, $0.opposite] })
    #expect(pairs.count >= 100)
  }

  @Test func opposedReportsShareNothingAndTheSameShareAll() {
    for (report, same, opposite) in Self.cases {
      #expect(!keys(report).isEmpty && !keys(opposite).isEmpty, "\(report) | \(opposite)")
      #expect(keys(report) == keys(same), "\(report) | \(same)")
      #expect(keys(report).isDisjoint(with: keys(opposite)), "\(report) | \(opposite)")
    }
  }

  /// Through the index: among the report in other words and its opposite, the former is found, alone.
  @Test func searchFindsTheSameAndNotTheOpposite() {
    var vocabulary: [String: Int32] = [:]
    func codes(_ text: String) -> [Int32] {
      keys(text).sorted().map { key in
        let number = vocabulary[key] ?? Int32(vocabulary.count)
        vocabulary[key] = number
        return number
      }.sorted()
    }
    let weights = SimilarityWeights(
      diagnoses: 0, medications: 0, procedures: 0, statements: 1)
    for (report, same, opposite) in Self.cases {
      let profiles = [opposite, same].enumerated().map { number, text in
        Profile(admission: number, patient: number, codes: [[], [], [], codes(text)])
      }
      let query = ProfileQuery(codes: [[], [], [], codes(report)])
      let index = ProfileIndex(profiles, vocabulary: [0, 0, 0, vocabulary.count])
      let found = index.nearest(to: query, count: 2, weights: weights)
      #expect(found == [Neighbour(admission: 1, similarity: 1)], "\(report)")
    }
  }
}
