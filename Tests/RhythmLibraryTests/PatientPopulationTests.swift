import CardiacModel
import Electrocardiogram
import Foundation
import LinearAlgebra
import RhythmLibrary
import Testing

@Suite struct PatientPopulationTests {
  static let grid = KernelGrid(
    p: 2, segment: 1, beforeR: 2, afterR: 2, beforeTPeak: 2, afterTPeak: 1)
  static let landmarks = BeatLandmarks(
    rrInterval: 0.85, prInterval: 0.16, pDuration: 0.1, onsetToR: 0.04, rToJ: 0.05, jToTPeak: 0.18,
    tPeakToEnd: 0.1)

  /// Heights that tell lead and kernel, every second parameter skewed, neighbours correlated by 0.5.
  static func population(_ grid: KernelGrid = grid) throws -> PatientPopulation {
    let count = PatientPopulation.parameterCount(grid)
    let names = PatientPopulation.parameterNames(grid)
    let times =
      grid.p > 0 ? [0.85, 0.16, 0.1, 0.04, 0.05, 0.18, 0.1] : [0.85, 0.04, 0.05, 0.18, 0.1]
    var correlation = Matrix.identity(count)
    for i in 1..<count {
      correlation[i, i - 1] = 0.5
      correlation[i - 1, i] = 0.5
    }
    return try PatientPopulation(
      grid: grid,
      marginals: names.indices.map { index in
        index < times.count
          ? PatientMarginal(location: log(times[index]), scale: 0.1)
          : PatientMarginal(
            location: Double(index) / 100, scale: 0.02, skew: index % 2 == 0 ? 0.2 : 0,
            tail: index % 2 == 0 ? 0.8 : 1)
      },
      correlation: correlation, patients: 12, shrinkage: 0.25, source: "made for a test",
      trust: .derived)
  }

  static func rhythm(_ population: PatientPopulation) -> Rhythm {
    Rhythm(
      name: "written", title: "Patients", statement: "One beat.",
      codes: DiagnosticCodes(scp: ["NORM"], snomed: []), source: "a test",
      rate: HeartRateRange(perMinute: 45...110, defaultPerMinute: 71), population: population,
      criteria: [
        Criterion(
          name: "QRS",
          claim: .test(
            MeasureTest(measure: .qrsDuration, upper: Limit(0.2, inclusive: true))),
          source: "a test", trust: .derived)
      ])
  }

  @Test(arguments: [
    grid, KernelGrid(p: 0, segment: 0, beforeR: 1, afterR: 2, beforeTPeak: 1, afterTPeak: 1),
  ])
  func aFileReadsBackEqual(grid: KernelGrid) throws {
    let rhythm = Self.rhythm(try Self.population(grid))
    let back = try RhythmYAMLTests().reading(rhythm.yaml)
    #expect(back == rhythm && back.yaml == rhythm.yaml)
    #expect((rhythm.conduction == .noAtrialActivity) == (grid.p == 0))
  }

  @Test func kernelsLieBetweenLandmarksAndWavesAtThem() throws {
    let population = try Self.population()
    let beat = population.beat(
      PatientPopulation.parameters(
        Self.landmarks, heights: (0..<8).map { lead in (0..<10).map { Double(10 * lead + $0) } }))
    let shape = beat.shape
    #expect(shape.qrs == TimedWave(onset: 0, peak: exp(log(0.04)), offset: shape.qrs?.offset))
    #expect(abs((shape.qrs?.offset ?? 0) - 0.09) < 1e-12)
    #expect(abs((shape.tWave?.peak ?? 0) - 0.27) < 1e-12)
    #expect(abs((shape.tWave?.offset ?? 0) - 0.37) < 1e-12)
    let qrs = try #require(shape.kernels[.QRS])
    #expect(qrs.map { ($0.time * 1e5).rounded() } == [2000, 4000, 5875, 8375].map { $0 })
    let p = try #require(shape.kernels[.P])
    #expect(p.map { ($0.time * 1e5).rounded() } == [2500, 7500, 13000])
    // Heights of the fourth lead, V2: P has the first three.
    #expect(p.map { $0.amplitudes[3] } == [30, 31, 32] && qrs[0].amplitudes[3] == 33)
    #expect(shape.atRatePerMinute == 60 / 0.85)
  }

  @Test func numbersHaveTheCorrelationsAndMeetTheInterval() throws {
    let population = try Self.population()
    let count = population.marginals.count
    // L times the unit vectors are the columns of L: L Lᵀ is the correlation.
    let columns = (0..<count).map { place in
      population.normals((0..<count).map { $0 == place ? 1 : 0 })
    }
    for i in 0..<count {
      for j in 0..<count {
        let product = columns.reduce(0) { $0 + $1[i] * $1[j] }
        #expect(abs(product - population.correlation[i, j]) < 1e-12)
      }
    }
    let z = population.normals((0..<count).map { Double($0 % 3) - 1 }, rrInterval: 1)
    #expect(abs(population.landmarks(population.parameters(at: z)).rrInterval - 1) < 1e-12)
    // The second parameter follows by its correlation, the third, uncorrelated with RR, does not.
    let free = population.normals((0..<count).map { Double($0 % 3) - 1 })
    #expect(abs((z[1] - free[1]) - 0.5 * (z[0] - free[0])) < 1e-12 && z[2] == free[2])
  }

  @Test func marginalsAreUndoneByTheirInverse() {
    for marginal in [
      PatientMarginal(location: 1, scale: 0.2),
      PatientMarginal(location: -3, scale: 2, skew: -0.7, tail: 0.6),
    ] {
      for z in stride(from: -3.0, through: 3, by: 0.5) {
        #expect(abs(marginal.normal(of: marginal.value(at: z)) - z) < 1e-12)
        #expect(marginal.value(at: z) < marginal.value(at: z + 0.01))
      }
    }
    #expect(PatientMarginal(location: 5, scale: 2).value(at: 1.5) == 8)
  }

  static let mistakes: [(from: String, to: String, words: [String])] = [
    ("patients: 12", "patients: 9", ["population.patients", "9", "10"]),
    ("name: rToJ", "name: other", ["'other'", "rToJ"]),
    ("\"0.5\"", "\"1.5\"", ["within -1 to 1"]),
    ("\"0.5\"", "\"0.5 0\"", ["2 correlations instead of 1"]),
    ("\"0 0.5\"", "\"0.99 -0.99\"", ["not positive definite"]),
    ("segment: 1", "segment: 2", ["instead of"]),
    ("tail: 0.8", "tail: 0", ["outside"]),
    ("population:", "conduction: {atria: silent}\npopulation:", ["conduction", "drawn"]),
    ("shrinkagePercent", "shrinkage", ["write 'shrinkagePercent'"]),
  ]

  @Test(arguments: mistakes.indices) func mistakesNameTheKey(index: Int) throws {
    let mistake = Self.mistakes[index]
    let text = Self.rhythm(try Self.population()).yaml
    let range = try #require(text.range(of: mistake.from), "\(mistake.from)")
    let error = #expect(throws: RhythmError.self) {
      try RhythmYAMLTests().reading(text.replacingCharacters(in: range, with: mistake.to))
    }
    for word in mistake.words { #expect("\(error!)".contains(word), "\(error!)") }
  }
}
