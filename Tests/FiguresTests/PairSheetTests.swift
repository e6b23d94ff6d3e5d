import Figures
import RandomNumbers
import Testing

@Suite struct PairSheetTests {
  @Test func theKeyTellsWhereTheRealBeatsAre() throws {
    for seed: UInt64 in 1...3 {
      let sheet = Samples.pairSheet(seed: seed)
      #expect(sheet.key.map(\.number) == Array(1...12))
      #expect(Set(sheet.key.map(\.pair)) == Set(0..<12))
      let data = try sheet.dataFile()
      for answer in sheet.key {
        // Two strips a pair, A first; real beats begin with 1 mV, and pair n reaches (n+1)/10 mV.
        let strips = [2 * answer.number - 1, 2 * answer.number].map(Double.init)
        let samples = strips.map { strip in
          data["signal"].filter { $0[0] == strip }.map { $0[2] }
        }
        #expect(samples[answer.real == .A ? 0 : 1][0] > 0.5)
        #expect(abs(samples[answer.real == .A ? 1 : 0][0]) < 0.1)
        let height = samples[0].dropFirst(20).max() ?? 0
        // A slow wave loses 0.2 % in the filter.
        #expect(abs(height - Double(answer.pair + 1) / 10) < 0.01)
      }
    }
  }

  @Test func theSeedDecides() {
    #expect(Samples.pairSheet(seed: 7).key == Samples.pairSheet(seed: 7).key)
    #expect(Samples.pairSheet(seed: 7).key != Samples.pairSheet(seed: 8).key)
  }

  @Test func orderAndSidesAreEven() {
    // 400 sheets: side A is real in half of 4,800 pairs (standard error 0.7 %), and pair 0 is first
    // in a twelfth of the sheets (standard error 1.4 %); four of them are allowed.
    let keys = (0..<400).map { Samples.pairSheet(seed: UInt64($0)).key }
    let left = keys.joined().count { $0.real == .A }
    #expect(abs(Double(left) / 4800 - 0.5) < 4 * 0.0072)
    let first = keys.count { $0[0].pair == 0 }
    #expect(abs(Double(first) / 400 - 1.0 / 12) < 4 * 0.0138)
  }

  @Test func nothingButShapeTellsThemApart() throws {
    let sheet = Samples.pairSheet()
    let data = try sheet.dataFile()
    for section in ["fitted", "residual", "calibration"] {
      #expect(data[section].allSatisfy { $0[1].isNaN }, "\(section)")
    }
    #expect(data["strips"].count == 24 && data["areas"].count == 24)
    for pair in 0..<12 {
      let strips = data["strips"][2 * pair...2 * pair + 1]
      let areas = data["areas"][2 * pair...2 * pair + 1]
      // Same height on the page, same scale, same paper, same place on it.
      #expect(Set(strips.map { [$0[2], $0[3], $0[4]] }).count == 1)
      #expect(Set(areas.map { Array($0[1...4]) }).count == 1)
      let places = zip(strips, areas).map { (($0[1] - $1[0]) * 1e6).rounded() }
      #expect(Set(places).count == 1)
    }
    let texts = try sheet.texts()
    #expect(texts.filter { $0.hasSuffix(" A") || $0.hasSuffix(" B") }.count == 24)
    #expect(!texts.contains { $0.contains("fitted") || $0.contains("PRD") })
  }

  @Test func fewerPairsMakeASmallerSheet() throws {
    let widths = try [1, 2, 12].map { count in
      try #require(try Samples.pairSheet(count: count).dataFile()["page"].first)[0]
    }
    #expect(widths[0] < widths[1] && widths[1] < widths[2])
  }
}
