import Electrocardiogram
import LeadProjection
import RecordFiles
import TestSupport
import Testing

@Suite struct LeadReconstructionTests {
  /// Three signals that no line explains by each other.
  static let dipole: [[Double]] = (0..<3).map { (axis: Int) -> [Double] in
    (0..<500).map { (index: Int) -> Double in
      let number = (index * index * (axis + 2) + 31 * axis) % 97
      return Double(number) / 50 - 1
    }
  }

  static func eight(_ projection: DipoleProjection) -> [[Double]] {
    Lead.independent.map { lead in
      dipole[0].indices.map {
        projection.potential(of: lead, x: dipole[0][$0], y: dipole[1][$0], z: dipole[2][$0])
      }
    }
  }

  @Test(arguments: [SourceLead.threeLeads, SourceLead.frank])
  func aDipoleIsReconstructedExactlyThroughItsOwnProjection(sources: [SourceLead]) throws {
    let eight = Self.eight(.dower)
    let signals =
      sources == SourceLead.frank ? Self.dipole : [eight[0], eight[1], eight[3]]
    let map = try LeadReconstruction(dipole: .dower, from: sources)
    let guess = map(signals, samplingRate: 500)
    for (actual, guess) in zip(eight, guess) {
      // Condition of I, II and V2 in Dower's matrix is 3.
      #expect(zip(actual, guess).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test func givenLeadsAreHandedOn() throws {
    let map = try LeadReconstruction(dipole: .dower, from: SourceLead.threeLeads)
    let signals = [[1.0, 2], [3.0, 5], [-1.0, 7]]
    let guess = map(signals, samplingRate: 100)
    #expect([guess[0], guess[1], guess[3]] == signals)
  }

  @Test func delaysLookBackAndAheadAndStopAtTheEnds() {
    // V1 is the sample 10 ms before, V3 the one 5 ms after, which lies between two samples.
    var weights = [Double](repeating: 0, count: 16)
    weights[2 * 2] = 1
    weights[4 * 2 + 1] = 1
    let map = LeadReconstruction(sources: [.I], delays: [0.01, -0.005], weights: weights)
    let guess = map([[0, 10, 30, 60]], samplingRate: 100)
    #expect(guess[2] == [0, 0, 10, 30])
    #expect(zip(guess[4], [5.0, 20, 45, 60]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  /// Without noise the dipole itself; with much the mean, which is zero.
  @Test func aKnownHeartTrustsItsSourcesByTheirErrors() throws {
    let eight = Self.eight(.dower)
    let signals = [eight[0], eight[1], eight[3]]
    func guess(_ error: Double) throws -> [[Double]] {
      try LeadReconstruction(
        dipole: .dower, from: SourceLead.threeLeads, covariance: [1, 0, 0, 0, 1, 0, 0, 0, 1],
        errors: [error, error, error])(signals, samplingRate: 500)
    }
    let (sure, unsure) = (try guess(1e-12), try guess(1e9))
    for row in [2, 4, 5, 6, 7] {
      #expect(zip(sure[row], eight[row]).allSatisfy { abs($0 - $1) < 1e-8 })
      #expect(unsure[row].allSatisfy { abs($0) < 1e-6 })
    }
  }

  @Test func aLearnerFindsTheWeightsThatMadeTheLeads() throws {
    let eight = Self.eight(.dower)
    var learner = ReconstructionLearner(sources: SourceLead.frank)
    for half in [0..<250, 250..<500] {
      learner.add(
        Self.dipole.map { Array($0[half]) }, leads: eight.map { Array($0[half]) },
        samplingRate: 500)
    }
    #expect(learner.recordings == 2)
    let learned = try learner.reconstruction(ridge: 0)
    #expect(
      zip(learned.weights, DipoleProjection.dower.weights).allSatisfy { abs($0 - $1) < 1e-10 })
    let shrunk = try learner.reconstruction(ridge: 10)
    #expect(
      shrunk.weights.reduce(0) { $0 + $1 * $1 } < 0.1 * learned.weights.reduce(0) { $0 + $1 * $1 })
  }

  @Test func shippedWeightsAreForTwoSetsOfSources() {
    for delays in [false, true] {
      #expect(LeadReconstruction.ptbXL(from: SourceLead.threeLeads, withDelays: delays) != nil)
      #expect(LeadReconstruction.ptbXL(from: SourceLead.frank, withDelays: delays) != nil)
      #expect(LeadReconstruction.ptbXL(from: [.I, .II], withDelays: delays) == nil)
    }
  }

  @Test func namesOfSourcesAreReadAsDataSetsSpellThem() {
    #expect(SourceLead(name: "vx") == .X && SourceLead(name: "Z") == .Z)
    #expect(SourceLead(name: "v2") == .V2 && SourceLead(name: "ii") == .II)
    #expect(SourceLead(name: "III") == nil && SourceLead(name: "MLII") == nil)
  }
}
