import CardiacModel
import Electrocardiogram
import LeadProjection
import TestSupport
import Testing

@Suite struct DipoleProjectionTests {
  /// Golden leads of the adult dipole at θ = 0; printed digits.
  @Test func publishedLeadsAtTheRPeakAreReproduced() {
    let golden: [Lead: Double] = [
      .V1: -0.699235, .V2: 0.052241, .V3: 1.191006, .V4: 1.691953, .V5: 1.595742, .V6: 1.186675,
      .I: 0.790245, .II: 0.706006, .III: -0.084239, .aVR: -0.748126, .aVL: 0.437242,
      .aVF: 0.310884,
    ]
    let xyz = PublishedDipole.adult.values(atrialPhase: 0, ventricularPhase: 0)
    for (lead, value) in golden {
      let potential = DipoleProjection.dower.potential(of: lead, x: xyz[0], y: xyz[1], z: xyz[2])
      #expect(abs(potential - value) < 1e-6, "\(lead)")
    }
  }

  @Test func derivedRowsAreTheExactOnes() {
    #expect(abs(DipoleProjection.dower.row(of: .aVR)[0] + 0.4335) < 1e-15)
    #expect(abs(DipoleProjection.dower.row(of: .aVL)[0] - 0.5145) < 1e-15)
    #expect(abs(DipoleProjection.dower.row(of: .aVF)[2] + 0.1615) < 1e-15)
    #expect(abs(DipoleProjection.dower.row(of: .III)[1] - 1.301) < 1e-15)
  }

  @Test func limbLeadLawsHoldForAnyDipole() {
    for step in 0..<100 {
      let (x, y, z) = (Double(step) * 0.03 - 1, 0.7 - Double(step) * 0.01, 0.2)
      func lead(_ lead: Lead) -> Double {
        DipoleProjection.dower.potential(of: lead, x: x, y: y, z: z)
      }
      #expect(abs(lead(.I) + lead(.III) - lead(.II)) < 1e-15)
      #expect(abs(lead(.aVR) + lead(.aVL) + lead(.aVF)) < 1e-15)
    }
  }

  /// Published products: inverse Dower after Dower is the identity within 0.001, Kors is not.
  @Test func estimatesAfterDowerAreThePublishedMatrices() {
    func product(_ estimate: DipoleEstimate) -> [Double] {
      let columns = (0..<3).map { axis in
        estimate.dipole(
          estimate.leads.map { DipoleProjection.dower.row(of: $0)[axis] })
      }
      return columns.map(\.x) + columns.map(\.y) + columns.map(\.z)
    }
    let identity: [Double] = [1, 0, 0, 0, 1, 0, 0, 0, 1]
    for (value, one) in zip(product(.inverseDower), identity) { #expect(abs(value - one) < 1e-3) }
    let kors = [0.970, -0.111, 0.129, 0.088, 1.005, -0.082, 0.002, -0.378, 0.894]
    for (value, expected) in zip(product(.kors), kors) { #expect(abs(value - expected) < 6e-4) }
  }

  /// The inferior injury vector (−0.06, 0.20, 0) raises V4R to 0.05 mV and V9 not at all.
  @Test func extraLeadsSeeThePublishedInjury() {
    func value(_ lead: ExtraLead) -> Double { lead.weights[0] * -0.06 + lead.weights[1] * 0.20 }
    #expect(abs(value(.V4R) - 0.0514) < 1e-4)
    #expect(abs(value(.V9)) < 0.005)
    #expect(ExtraLead.allCases.filter(\.isPublished) == [.V4R])
  }

  @Test func twelveLeadsFollowFromEight() {
    let eight = (0..<16).map { Double($0) / 10 }
    let twelve = TwelveLeads.complete(independent: eight, sampleCount: 2)
    #expect(twelve.count == 24)
    #expect(Array(twelve[0..<4]) == [0, 0.1, 0.2, 0.3])
    #expect(abs(twelve[4] - 0.2) < 1e-15)  // III = II − I
    #expect(Array(twelve[12..<14]) == [0.4, 0.5])  // V1
  }
}
