import Electrocardiogram
import Figures
import Foundation
import Testing

@Suite struct FitFigureTests {
  private func figure(_ leads: [Lead], residualGain: Double = 1) -> FitFigure {
    FitFigure(
      title: "00001", heading: "average beat", samplingRate: 500,
      leads: leads.map { Samples.fit($0) }, residualGain: residualGain)
  }

  @Test func beatModelResidualAndKernelsAreDrawn() throws {
    let data = try figure([.II]).dataFile()
    let fit = Samples.fit()
    let drawn = { (section: String) in data[section].filter { $0[0] <= 2 }.map { $0[2] } }
    let close = { (a: [Double], b: [Double]) in
      a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 0.5e-6 }  // six decimals
    }
    #expect(close(drawn("signal"), fit.beat))
    #expect(close(drawn("fitted"), fit.model))
    #expect(close(drawn("residual"), zip(fit.beat, fit.model).map { $0 - $1 }))
    // Two kernels of P, four of QRS and two of T, 400 samples each.
    let counts = (1...6).map { role in
      data["kernels-\(role)"].filter { $0[1].isFinite }.count / 400
    }
    #expect(counts == [2, 4, 0, 2, 0, 0])
  }

  @Test func namesPrdAndLegendAreThere() throws {
    let texts = try figure([.I, .V3]).texts()
    let expected = [
      "00001", "average beat", "I", "V3", "PRD 4.3 %", "residual", "recorded beat", "model", "P",
      "QRS", "T", "50 mm/s   20 mm/mV   (paper enlarged 2 times)",
    ]
    #expect(Set(expected).isSubset(of: texts), "\(texts)")
    #expect(!texts.contains("ST"))
  }

  @Test func theResidualLiesBelowTheBeatAndMayBeEnlarged() throws {
    let plain = try figure([.II]).dataFile()
    #expect(plain["strips"][1][2] < plain["strips"][0][2])
    let enlarged = try figure([.II], residualGain: 5).dataFile()
    for (a, b) in zip(plain["residual"], enlarged["residual"]) {
      #expect(abs(5 * a[2] - b[2]) <= 3e-6)  // six decimals, times six
    }
    #expect(try figure([.II], residualGain: 5).texts().contains("residual × 5"))
  }

  @Test func oneLeadIsLargeAndTwelveMakeTwoRows() throws {
    #expect(try figure([.II]).dataFile()["areas"].map { $0[4] } == [4])
    for (count, rows) in [(3, 1), (4, 2), (8, 2), (12, 2)] {
      let areas = try figure(Array(Lead.allCases.prefix(count))).dataFile()["areas"]
      #expect(areas.count == count)
      #expect(Set(areas.map { $0[1] }).count == rows)
      #expect(areas.allSatisfy { $0[4] == 2 })
    }
  }

  @Test func kernelsThatCancelEndAtThePapersEdge() throws {
    var fit = Samples.fit()
    let tall = fit.beat.map { _ in 50.0 }
    fit.kernels += [
      .init(role: .other, millivolts: tall), .init(role: .other, millivolts: tall.map(-)),
    ]
    let data = try FitFigure(title: "r", samplingRate: 500, leads: [fit]).dataFile()
    let area = data["areas"][0]
    let zero = data["strips"][0][2]
    for point in data["kernels-6"] where point[1].isFinite {
      let y = zero + 40 * point[2]
      #expect(y <= area[1] + area[3] + 1e-4 && y >= data["strips"][1][2])
    }
    // And the paper is no higher than half a beat more on either side.
    let plain = try figure([.II]).dataFile()["areas"][0][3]
    #expect(area[3] < 2.5 * plain)
  }

  /// Two kernels that nearly cancel, each as high as a fit lets them be.
  @Test func theHeightOfAKernelThatLeavesThePaperIsTold() throws {
    var fit = Samples.fit()
    let span = (fit.beat.max() ?? 0) - (fit.beat.min() ?? 0)
    let tall = fit.beat.indices.map { 1.5 * span * exp(-pow((Double($0) - 200) / 10, 2)) }
    fit.kernels += [
      .init(role: .other, millivolts: tall), .init(role: .other, millivolts: tall.map(-)),
    ]
    let height = "\((15 * span).rounded() / 10) mV"
    let texts = try FitFigure(title: "r", samplingRate: 500, leads: [fit]).texts()
    #expect(texts.contains(height) && texts.contains("-" + height), "\(texts)")
    #expect(try !figure([.II]).texts().contains { $0.hasSuffix(" mV") })
  }

  @Test func zeroLinesLieOnBoxes() throws {
    let data = try figure(Lead.allCases).dataFile()
    for (index, strip) in data["strips"].dropLast().enumerated() {
      let area = data["areas"][index / 2]
      // The beat's on large boxes of 10 mm, the residual's on small ones of 2 mm.
      let box = index % 2 == 0 ? 10.0 : 2.0
      let boxes = (strip[2] - area[1]) / box
      #expect(abs(boxes - boxes.rounded()) < 1e-6)
    }
  }
}
