import Figures
import Testing

@Suite struct DistributionSheetTests {
  static func sheet(other: [Double]? = [2, 4, 6, 8]) throws -> DistributionSheet {
    let values = (0..<101).map { Double($0) / 10 }
    return try DistributionSheet(
      title: "drawn beside recorded", names: ("recordings", "drawn", other.map { _ in "preset" }),
      panels: ["qtInterval", "rAmplitude V5", "sAmplitude V1", "prInterval", "none"].map { name in
        .init(
          name: name, unit: "s", real: name == "none" ? [] : values,
          drawn: values.map { $0 + 1 }, other: other, note: "KS 0.10")
      })
  }

  @Test func everyCurveClimbsFromNoneToAllInItsPanel() throws {
    let data = try Self.sheet().dataFile()
    // A panel without values is left out, the others have a curve of each group.
    for section in ["signal", "fitted", "residual"] {
      let strips = Dictionary(
        grouping: data[section].filter { $0.count == 3 && $0[1].isFinite }, by: { $0[0] })
      #expect(strips.count == 4)
      for curve in strips.values {
        let heights = curve.map { $0[2] }
        #expect(heights == heights.sorted() && heights.first == 0)
        // 34 mm at 10 mm/mV.
        #expect(abs((heights.last ?? 0) - 3.4) < 1e-6)
        let places = curve.map { $0[1] }
        #expect(places == places.sorted())
      }
    }
  }

  @Test func withoutASecondGroupThereIsNoThirdCurve() throws {
    let data = try Self.sheet(other: nil).dataFile()
    #expect(data["residual"].allSatisfy { !($0.count == 3 && $0[1].isFinite) })
  }

  @Test func noValuesAreRefused() {
    #expect(throws: FigureError.self) {
      try DistributionSheet(title: "none", names: ("a", "b", nil), panels: [])
    }
  }
}
