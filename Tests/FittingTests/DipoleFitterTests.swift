import Electrocardiogram
import Fitting
import Measurement
import Testing

@Suite struct DipoleFitterTests {
  @Test func knownDipoleIsFollowedNearlyToItsNoise() throws {
    let fit = try KnownTwelveLeads.fit(.dipole, kernels: 10)
    let dipole = try #require(fit.dipole)
    // Kors's frame mixes the axes that made the beat, so each holds ten kernels in close pairs; the
    // limit is the one that real beats have to meet.
    #expect(dipole.prd < 1.35 * dipole.rankThreePRD)
    #expect(dipole.prd >= dipole.rankThreePRD)
    #expect(dipole.axes.map(\.kernels.count) == [10, 10, 10])
    #expect(fit.leads.filter { !$0.isDerived }.isEmpty)
  }

  @Test func leadsOfFewerDimensionsAreRefused() throws {
    let beat = try KnownTwelveLeads.beat()
    let timing = try BeatTiming(beat)
    let fitter = try DipoleFitter(timing: timing, options: FitOptions(kernelCount: 3))
    let row = try #require(beat.millivolts(of: .II))
    let rows = (1...8).map { factor in row.map { Double(factor) * $0 } }
    var error = #expect(throws: FitError.self) { try fitter.fit(rows) }
    #expect(error?.code == .deficientRank)
    var missing = Lead.independent.compactMap { beat.millivolts(of: $0) }
    missing[3][5] = .nan
    error = #expect(throws: FitError.self) { try fitter.fit(missing) }
    #expect(error?.code == .notFinite)
  }
}
