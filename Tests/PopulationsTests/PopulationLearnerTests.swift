import LinearAlgebra
import Populations
import RandomNumbers
import RhythmLibrary
import Testing

@Suite struct PopulationLearnerTests {
  /// Normal numbers of a chain in which neighbours correlate by so much.
  static func patients(_ count: Int, _ parameters: Int, correlation: Double, seed: UInt64)
    -> [[Double]]
  {
    var random = Philox(seed: seed)
    return (0..<count).map { _ in
      var row: [Double] = []
      for _ in 0..<parameters {
        let fresh = random.normal()
        row.append(
          row.last.map { correlation * $0 + (1 - correlation * correlation).squareRoot() * fresh }
            ?? fresh)
      }
      return row.map { 3 + 2 * $0 }
    }
  }

  /// The smallest grid: five landmarks and eight leads of four kernels.
  static let grid = KernelGrid(
    p: 0, segment: 0, beforeR: 1, afterR: 1, beforeTPeak: 1, afterTPeak: 1)
  static let count = PatientPopulation.parameterCount(grid)

  @Test func manyPatientsSpeakForThemselvesAndFewFollowTheOthers() throws {
    let others = Self.patients(400, Self.count, correlation: 0, seed: 8)
    let many = try PopulationLearner(
      patients: Self.patients(400, Self.count, correlation: 0.8, seed: 1), others: others,
      grid: Self.grid)
    #expect(many.best.shrinkage <= 0.1 && many.best.logLikelihoodGain > 5)
    // Standard error of a correlation of 0.8 in 400: 0.018.
    #expect(abs(many.correlation[4, 5] - 0.8) < 0.08)
    let few = try PopulationLearner(
      patients: Self.patients(12, Self.count, correlation: 0.8, seed: 1), others: [],
      grid: Self.grid)
    #expect(few.best.shrinkage > many.best.shrinkage)
    // Those of the others' kind lose nothing by following them.
    let alike = try PopulationLearner(
      patients: Self.patients(15, Self.count, correlation: 0.8, seed: 2),
      others: Self.patients(300, Self.count, correlation: 0.8, seed: 3), grid: Self.grid)
    #expect(alike.best.shrinkage > 0.5)
    #expect(alike.best.simplicity * alike.best.independence < 0.2)
    #expect(alike.best.logLikelihoodGain > few.best.logLikelihoodGain)
  }

  @Test func theStrengthIsTheBestOfThoseTried() throws {
    let learner = try PopulationLearner(
      patients: Self.patients(40, Self.count, correlation: 0.5, seed: 4),
      others: Self.patients(40, Self.count, correlation: 0.2, seed: 5), grid: Self.grid)
    #expect(
      learner.candidates.allSatisfy { $0.logLikelihoodGain <= learner.best.logLikelihoodGain })
    #expect(learner.candidates.count > 200)
    #expect((0.05...0.95).contains(learner.ledoitWolf.shrinkage))
    #expect(learner.ledoitWolf.logLikelihoodGain <= learner.best.logLikelihoodGain)
    _ = try CholeskyFactor(learner.correlation)
  }

  /// Where leads and kernels correlate by a product, some patients tell the whole better than the sample.
  @Test func productsOfLeadsAndKernelsAreRecognised() throws {
    var random = Philox(seed: 10)
    func patient() -> [Double] {
      let (leads, kernels) = (
        (0..<8).map { _ in random.normal() }, (0..<4).map { _ in random.normal() }
      )
      let common = random.normal()
      return (0..<5).map { _ in random.normal() }
        + leads.flatMap { lead in
          kernels.map { 0.8 * common + 0.1 * lead + 0.1 * $0 + 0.3 * random.normal() }
        }
    }
    let learner = try PopulationLearner(
      patients: (0..<25).map { _ in patient() }, others: [], grid: Self.grid)
    #expect(learner.best.simplicity >= 0.5 && learner.best.independence < 1)
    #expect(learner.best.logLikelihoodGain > learner.ledoitWolf.logLikelihoodGain + 1)
  }

  /// Ledoit and Wolf: independent numbers are drawn to independence with all strength, p/n of them.
  @Test func ledoitAndWolfKnowNoise() throws {
    let noise = try PopulationLearner(
      patients: Self.patients(100, Self.count, correlation: 0, seed: 6), others: [], grid: Self.grid
    )
    #expect(noise.ledoitWolf.shrinkage > 0.7)
    let chain = try PopulationLearner(
      patients: Self.patients(400, Self.count, correlation: 0.9, seed: 7), others: [],
      grid: Self.grid)
    #expect(chain.ledoitWolf.shrinkage < 0.1)
  }

  @Test func fewOrEqualPatientsAreRefused() {
    let few = #expect(throws: PopulationError.self) {
      try PopulationLearner(
        patients: Self.patients(9, Self.count, correlation: 0, seed: 1), others: [], grid: Self.grid
      )
    }
    #expect(few?.code == .tooFew && "\(few!)".contains("9 patients"))
    let equal = #expect(throws: PopulationError.self) {
      try PopulationLearner(
        patients: Self.patients(20, Self.count, correlation: 0, seed: 1).map {
          [1] + $0.dropFirst()
        },
        others: [], grid: Self.grid)
    }
    #expect(equal?.code == .degenerate && "\(equal!)".contains("rrInterval"))
  }

  /// Quantiles of 400 draws have standard errors of √(p (1 − p))/(φ(z) √400) in z, which is 0.063 in the
  /// middle and 0.076 at one deviation from it; three of them are allowed.
  @Test func skewedAndLongTailedParametersKeepTheirQuantiles() throws {
    var random = Philox(seed: 9)
    let truth = PatientMarginal(location: 1, scale: 0.5, skew: 0.45, tail: 0.7)
    let patients = (0..<400).map { _ in
      [truth.value(at: random.normal())] + (1..<Self.count).map { _ in random.normal() }
    }
    let learner = try PopulationLearner(
      patients: patients, others: [], grid: Self.grid)
    for z in [-1.0, 0, 1] {
      #expect(abs(learner.marginals[0].normal(of: truth.value(at: z)) - z) < 3 * 0.076)
    }
    // A normal parameter keeps the normal shape, give or take a step.
    #expect(abs(learner.marginals[1].skew) <= 0.2 && learner.marginals[1].tail >= 0.8)
  }
}
