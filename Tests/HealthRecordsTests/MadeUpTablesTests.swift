import Foundation
import RandomNumbers
import Statements
import TestSupport
import Testing

@testable import HealthRecords

@Suite struct MadeUpTablesTests {
  /// The chi-squared statistic of draws from four weights, one of which is zero.
  @Test func placesComeWithTheirWeights() {
    let weights = [1.0, 0, 5, 4]
    let choice = WeightedChoice(weights)
    var counts = [0.0, 0, 0, 0]
    var numbers = Philox(seed: 5)
    for _ in 0..<100_000 { counts[choice.draw(1, &numbers)[0]] += 1 }
    #expect(counts[1] == 0)
    let squares = [0, 2, 3].map { place in
      let expected = 10_000 * weights[place]
      return (counts[place] - expected) * (counts[place] - expected) / expected
    }
    // Two degrees of freedom: 13.8 is exceeded once in a thousand.
    #expect(squares.reduce(0, +) < 13.8)
  }

  @Test(.enabled(if: RealData.isPresent, "\(RealData.hint)"))
  func madeUpTablesImportCompletelyWithTheAskedSizes() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let lexicon = try Lexicon()
    let demo = folder + "/demo.sqlite"
    _ = try HealthRecordImport(
      MIMICTables(folder: RealData.path("ehr/mimic-iv-demo"), lexicon: lexicon), to: demo)()
    try MadeUpTables(ProfileStore(path: demo)).write(to: folder, admissions: 2000, seed: 1)
    let report = try HealthRecordImport(
      MIMICTables(folder: folder, lexicon: lexicon), to: folder + "/made.sqlite")()
    #expect(report.complaints == [] && report.admissions == 2000)
    for (members, mean) in zip(report.members, [12.0, 25, 3]) {
      // Poisson's means of 2,000 sets: five standard errors; at least one in a set adds e^-3 to three.
      #expect(abs(Double(members) / 2000 - mean) < 5 * (mean / 2000).squareRoot() + 0.05)
    }
  }
}
