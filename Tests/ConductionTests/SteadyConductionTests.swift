import CardiacModel
import Conduction
import Electrocardiogram
import RhythmLibrary
import Testing

@Suite struct SteadyConductionTests {
  func conduction(
    _ name: String, rrInterval: Double = 0.9, atrialShift: Double = 0
  ) throws -> (SteadyConduction, Rhythm) {
    let rhythm = try RhythmCatalogue().rhythm(named: name)
    return (
      try SteadyConduction(
        rhythm, rrInterval: rrInterval, firstRPeak: 0.4, atrialShift: atrialShift, duration: 10),
      rhythm
    )
  }

  @Test func linkedAtriaPrecedeEveryVentricularEventByTheDelay() throws {
    let (conduction, rhythm) = try conduction("first-degree-av-block")
    guard case .linked(let delay, _) = conduction.cycle.atria else {
      Issue.record("\(conduction.cycle.atria)")
      return
    }
    #expect(delay > 0.2)
    for event in conduction.ventricularEvents where (1...9).contains(event) {
      #expect(conduction.atrialEvents.contains { abs($0 + delay - event) < 1e-9 })
    }
    #expect(abs(conduction.ventricularClock.phase(at: 0.4)) < 1e-12)
    #expect(abs(conduction.atrialClock.phase(at: 0.4 - rhythm.rPeakDelay - delay)) < 1e-12)
  }

  @Test func dissociatedAtriaKeepTheirOwnInterval() throws {
    let (conduction, _) = try conduction("ventricular-pacing", rrInterval: 1)
    guard case .free(let pp) = conduction.cycle.atria else {
      Issue.record("\(conduction.cycle.atria)")
      return
    }
    #expect(abs(pp - 1) > 0.1)
    for (one, two) in zip(conduction.atrialEvents, conduction.atrialEvents.dropFirst()) {
      #expect(abs(two - one - pp) < 1e-9)
    }
    let (shifted, _) = try self.conduction(
      "ventricular-pacing", rrInterval: 1, atrialShift: 0.25)
    let ahead = wrap(
      conduction.atrialClock.phaseAtStart - shifted.atrialClock.phaseAtStart)
    #expect(abs(ahead - 0.25 * 2 * .pi) < 1e-9)
  }

  @Test func eventsCoverTheRecordingAndOneIntervalAround() throws {
    let (conduction, _) = try conduction("sinus-rhythm")
    let events = conduction.ventricularEvents
    #expect(events[0] < 0 && events[0] >= -0.9 - 1e-9)
    #expect(try #require(events.last) > 10)
    for (one, two) in zip(events, events.dropFirst()) { #expect(abs(two - one - 0.9) < 1e-9) }
  }

  @Test func aPulseOfTrueWidthPrecedesEveryPacedBeat() throws {
    let (conduction, rhythm) = try conduction("ventricular-pacing", rrInterval: 1)
    let pulses = conduction.pulses(duration: 10)
    #expect(pulses.count == 10)
    let stimulus = try #require(rhythm.pacing?.stimuli.first)
    for (pulse, amplitudes) in pulses {
      #expect(pulse.width == stimulus.width && amplitudes == stimulus.amplitudes)
      #expect(conduction.ventricularEvents.contains { abs($0 + stimulus.time - pulse.time) < 1e-9 })
    }
    #expect(try self.conduction("sinus-rhythm").0.pulses(duration: 10).isEmpty)
  }
}
