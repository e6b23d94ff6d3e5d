import Fitting
import Testing

@Suite struct KernelRoleTests {
  /// The roles of kernels of 8 ms at times in milliseconds with heights in millivolts.
  private func roles(_ kernels: [(Double, Double)], rrInterval: Double = 0.9) -> [KernelRole] {
    KernelRole.roles(
      of: kernels.map { ($0 / 1000, 0.008, $1) }, rrInterval: rrInterval)
  }

  /// In V1 to V3 the R peak of all leads together, time 0, comes when the lead's own R is over.
  @Test func aDownstrokeAfterTheLeadsOwnRIsS() {
    #expect(roles([(-22, 0.3), (-3, -1.4)]) == [.R, .S])
    #expect(roles([(-22, 0.3), (-12, -0.5), (4, -1.4)]) == [.R, .S, .S])
  }

  @Test func aDownstrokeBeforeTheLeadsOwnRIsQ() {
    #expect(roles([(-15, -0.2), (2, 1.1)]) == [.Q, .R])
    // The lead's R comes late; its Q lies after the R peak of all leads.
    #expect(roles([(6, -0.2), (30, 1.1), (48, -0.3)]) == [.Q, .R, .S])
  }

  @Test func aComplexWithoutRIsQThroughout() {
    #expect(roles([(-20, -0.6), (5, -1.2), (30, -0.4)]) == [.Q, .Q, .Q])
  }

  @Test func betweenTwoRsLiesS() {
    #expect(roles([(-30, 0.25), (-5, -0.9), (25, 0.6)]) == [.R, .S, .R])
    #expect(roles([(-40, -0.1), (-30, 0.25), (-5, -0.9), (25, 0.6)]) == [.Q, .R, .S, .R])
  }

  /// An upstroke too low to be measured as a deflection is no R that makes an S of a Q.
  @Test func aRippleIsNoR() {
    #expect(roles([(-45, 0.015), (-20, -0.3), (2, 0.9)]) == [.R, .Q, .R])
    #expect(roles([(-45, 0.03), (-20, -0.3), (2, 0.9)]) == [.R, .S, .R])
    // 2 % of the highest kernel.
    #expect(roles([(-45, 0.03), (-20, -0.3), (2, 1.6)]) == [.R, .Q, .R])
  }

  @Test func theOrderInWhichKernelsAreGivenDoesNotMatter() {
    #expect(roles([(-3, -1.4), (250, 0.4), (-22, 0.3), (-160, 0.1)]) == [.S, .T, .R, .P])
  }

  @Test func otherRolesFollowFromPlaceAndWidth() {
    #expect(roles([(-66, -0.1), (66, 0.1), (122, -0.1), (124, -0.1)]) == [.P, .ST, .ST, .T])
    // The ST segment ends at 0.13 s √(RR/s).
    #expect(roles([(66, 0.1), (102, 0.1)], rrInterval: 0.6) == [.ST, .T])
    // What spans the cycle neither is a wave nor parts Q from S.
    let wide = KernelRole.roles(
      of: [(-0.03, 0.1, 0.5), (-0.02, 0.008, -0.2), (0, 0.008, 1)], rrInterval: 0.9)
    #expect(wide == [.baseline, .Q, .R])
  }

  /// Tables hold a role as its place in this order.
  @Test func theOrderOfRolesStays() {
    #expect(KernelRole.allCases == [.P, .Q, .R, .S, .ST, .T, .baseline])
  }
}
