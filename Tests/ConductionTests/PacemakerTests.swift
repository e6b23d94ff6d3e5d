import Conduction
import Electrocardiogram
import RandomNumbers
import RhythmLibrary
import Testing

@Suite struct PacemakerTests {
  let rounding = 1e-9

  func device(
    _ mode: Pacing.Mode, _ chambers: [PacingPulse.Chamber],
    _ change: (inout Pacing) -> Void = { _ in }
  ) -> Pacing {
    var pacing = Pacing(
      mode: mode,
      stimuli: chambers.map {
        // The left ventricle 20 ms after the right one.
        Pacing.Stimulus(
          chamber: $0, time: $0 == .leftVentricle ? 0 : -0.02, width: 0.0004, amplitudes: [1, 1, 1])
      })
    change(&pacing)
    return pacing
  }

  let block = AtrioventricularNode(conducts: false)

  func sinus(_ rate: Double?) -> SinusNode? { rate.map { SinusNode(perMinute: $0...$0) } }

  @Test func onDemandTheVentricleIsPacedOnlyWhenItIsSlow() {
    let pacing = device(.VVI, [.rightVentricle])
    let slow = Course(
      ConductionSystem(sinus: sinus(80), node: block), pacing: pacing, rate: 60)
    #expect(slow.rrIntervals.allSatisfy { abs($0 - 1) < rounding })
    #expect(slow.activity.ventricles.allSatisfy { $0.origin == .paced && $0.symbol == "/" })
    // Each pulse 20 ms before the beat that it causes.
    let delays = zip(
      slow.beats, slow.activity.pulses.map(\.time).filter { $0 < slow.beats.last ?? 0 })
    #expect(delays.allSatisfy { abs($0 - $1 - 0.02) < rounding })
    let fast = Course(ConductionSystem(sinus: sinus(80)), pacing: pacing, rate: 60)
    #expect(fast.activity.pulses.isEmpty)
  }

  @Test func aSensedBeatSetsTheVentricularClockBack() {
    let early = Focus(
      site: .ventricles,
      timing: .coupled(coupling: 0.6...0.6, every: 5...5, run: 1...1, cycle: 0...0), symbol: "V")
    // Paced beats are not native ones: the focus is coupled to conducted beats only.
    var system = ConductionSystem(sinus: sinus(50), foci: [early])
    system.node.refractoryTime = 0.6...0.6
    let course = Course(system, pacing: device(.VVI, [.rightVentricle]), rate: 45)
    let beats = course.activity.ventricles
    let places = beats.indices.dropLast().filter { beats[$0].origin == .focus(0) }
    #expect(places.count > 3)
    for index in places {
      // After 1.333 s, before the full pause of the sinus node would end.
      #expect(beats[index + 1].origin == .paced)
      #expect(abs(beats[index + 1].time - beats[index].time - (60.0 / 45 + 0.02)) < rounding)
    }
  }

  @Test func theAtriumIsPacedAndConductsByItself() {
    let course = Course(
      ConductionSystem(sinus: nil, node: AtrioventricularNode(delay: 0.18...0.18)),
      pacing: device(.AAI, [.atrium]), rate: 70)
    #expect(course.activity.atria.allSatisfy { $0.origin == .paced })
    #expect(course.activity.ventricles.allSatisfy { $0.origin == .conducted })
    #expect(course.rrIntervals.allSatisfy { abs($0 - 60.0 / 70) < rounding })
    #expect(course.prIntervals.allSatisfy { abs(($0 ?? 9) - 0.18) < rounding })
  }

  @Test func dualChamberPacingLinksTheChambers() {
    let pacing = device(.DDD, [.atrium, .rightVentricle]) { $0.avDelay = 0.15 }
    let both = Course(ConductionSystem(sinus: nil, node: block), pacing: pacing, rate: 70)
    #expect(both.rrIntervals.allSatisfy { abs($0 - 60.0 / 70) < rounding })
    #expect(both.activity.atria.count >= both.beats.count - 1)
    let pulses = both.activity.pulses
    for (a, v) in zip(pulses, pulses.dropFirst()) where a.stimulus == 0 {
      #expect(v.stimulus == 1 && abs(v.time - a.time - 0.15) < rounding)
    }
    // A sinus node that is faster is tracked: no atrial pulses.
    let tracked = Course(ConductionSystem(sinus: sinus(85), node: block), pacing: pacing, rate: 60)
    #expect(tracked.activity.pulses.allSatisfy { $0.stimulus == 1 })
    #expect(tracked.rrIntervals.allSatisfy { abs($0 - 60.0 / 85) < rounding })
    // A heart that conducts sooner inhibits the ventricular pulse.
    let own = Course(
      ConductionSystem(sinus: sinus(85), node: AtrioventricularNode(delay: 0.12...0.12)),
      pacing: pacing, rate: 60)
    #expect(own.activity.pulses.isEmpty)
  }

  @Test func theUpperRateMakesWenckebachThenTwoToOne() {
    let pacing = device(.DDD, [.atrium, .rightVentricle]) {
      $0.avDelay = 0.15
      $0.upperRatePerMinute = 120
      $0.atrialRefractoryTime = 0.25
    }
    let wenckebach = Course(
      ConductionSystem(sinus: sinus(125), node: block), pacing: pacing, rate: 60)
    // Never faster than the upper rate: PR grows by 20 ms a beat, until a P wave falls into PVARP.
    #expect(wenckebach.rrIntervals.allSatisfy { $0 > 0.5 - rounding })
    #expect(
      wenckebach.rrIntervals.count { $0 < 0.51 } > 2 * wenckebach.rrIntervals.count { $0 > 0.6 })
    #expect(wenckebach.rrIntervals.contains { $0 > 0.6 })
    // Beyond 1/(AV delay + PVARP), 150 a minute, every second one.
    let half = Course(ConductionSystem(sinus: sinus(170), node: block), pacing: pacing, rate: 60)
    #expect(half.rrIntervals.allSatisfy { abs($0 - 120.0 / 170) < rounding })
  }

  @Test func bothVentriclesArePacedTogether() {
    let course = Course(
      ConductionSystem(sinus: nil, node: block),
      pacing: device(.VVI, [.rightVentricle, .leftVentricle]), rate: 70)
    let pulses = course.activity.pulses
    let (right, left) = (pulses.filter { $0.stimulus == 0 }, pulses.filter { $0.stimulus == 1 })
    #expect(abs(right.count - left.count) <= 1)
    #expect(zip(right, left).allSatisfy { abs($1.time - $0.time - 0.02) < rounding })
    #expect(course.rrIntervals.allSatisfy { abs($0 - 60.0 / 70) < rounding })
  }

  @Test func pulsesThatFailAreFollowedByNoBeat() {
    let pacing = device(.VVI, [.rightVentricle]) { $0.capture = 4...4 }
    let course = Course(ConductionSystem(sinus: nil, node: block), pacing: pacing, rate: 60)
    let pulses = course.activity.pulses
    #expect(Course.steps(pulses.map(\.time)).allSatisfy { abs($0 - 1) < rounding })
    #expect(pulses.count { !$0.isEffective } * 4 >= pulses.count - 4)
    for pulse in pulses.dropLast() {
      let follows = course.beats.contains { abs($0 - pulse.time - 0.02) < rounding }
      #expect(follows == pulse.isEffective)
    }
    #expect(course.rrIntervals.contains { abs($0 - 2) < rounding })
  }

  @Test func aBlindPacemakerFiresIntoNativeBeats() {
    let pacing = device(.VVI, [.rightVentricle]) { $0.sensing = 0 }
    let course = Course(ConductionSystem(sinus: sinus(70)), pacing: pacing, rate: 60)
    #expect(Course.steps(course.activity.pulses.map(\.time)).allSatisfy { abs($0 - 1) < rounding })
    // Those that fall outside the refractory period capture, the others do not.
    #expect(course.activity.ventricles.contains { $0.origin == .paced })
    #expect(course.activity.ventricles.contains { $0.origin == .conducted })
    let natives = course.activity.ventricles.filter { $0.origin == .conducted }.map(\.time)
    let early = course.activity.pulses.filter { pulse in
      natives.contains { pulse.time > $0 + 0.05 && pulse.time < $0 + 0.2 }
    }
    #expect(!early.isEmpty)
    for pulse in early {
      #expect(!course.beats.contains { abs($0 - pulse.time - 0.02) < rounding })
    }
  }
}
