import Conduction
import Electrocardiogram
import RhythmLibrary
import Testing

@Suite struct SteadyCycleTests {
  func cycle(_ name: String, perMinute: Double? = nil, share: Double = 0.5) throws -> SteadyCycle {
    let rhythm = try RhythmCatalogue().rhythm(named: name)
    return try SteadyCycle(
      rhythm, ratePerMinute: perMinute ?? rhythm.rate.defaultPerMinute, delayShare: share)
  }

  /// The reasons follow from what the hearts do; that they fit the rhythms' names is for the reader.
  @Test func onlyWhatChangesFromBeatToBeatHasNoCycle() throws {
    var reasons: [String: String] = [:]
    for rhythm in try RhythmCatalogue().rhythms() {
      do {
        let rate = rhythm.rate.defaultPerMinute
        let cycle = try SteadyCycle(rhythm, ratePerMinute: rate)
        #expect(abs(cycle.rrInterval - 60 / rate) < 1e-9)
      } catch { reasons[rhythm.name] = error.reason }
    }
    let (rr, unrest) = ("its RR intervals differ", "it has waves that never rest")
    #expect(
      reasons == [
        "mobitz-1": rr, "mobitz-2": rr, "high-grade-av-block": rr, "sinus-pause": rr,
        "pacing-failure-to-capture": rr, "pacing-failure-to-sense": rr,
        "atrial-fibrillation": unrest, "ventricular-fibrillation-coarse": unrest,
        "ventricular-fibrillation-fine": unrest,
      ])
  }

  @Test func conductedAtriaPrecedeByTheNodesDelay() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "first-degree-av-block")
    guard case .system(let system) = rhythm.conduction else {
      Issue.record("\(rhythm.conduction)")
      return
    }
    let range = system.node.delay
    for share in [0.0, 0.5, 1] {
      let delay = range.lowerBound + share * (range.upperBound - range.lowerBound)
      guard case .linked(let before, let pp) = try cycle(rhythm.name, share: share).atria else {
        Issue.record("not linked")
        return
      }
      #expect(abs(before - delay) < 1e-9 && abs(pp - 60 / rhythm.rate.defaultPerMinute) < 1e-9)
    }
  }

  @Test func underTwoToOneBlockEverySecondPWaveIsConducted() throws {
    let cycle = try cycle("av-block-2-1", perMinute: 40)
    guard case .linked(let before, let pp) = cycle.atria else {
      Issue.record("\(cycle.atria)")
      return
    }
    #expect(abs(cycle.rrInterval - 1.5) < 1e-9 && abs(pp - 0.75) < 1e-9)
    #expect((0.15...0.19).contains(before) && cycle.symbol == "N")
  }

  /// An atrial pulse, P after it, the AV delay later a ventricular pulse, QRS after that.
  @Test func aDualChamberPacemakerLinksWhatItPaces() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "dual-chamber-pacing")
    let pacing = try #require(rhythm.pacing)
    let cycle = try cycle(rhythm.name)
    #expect(cycle.pulses.map { pacing.stimuli[$0.stimulus].chamber } == [.atrium, .rightVentricle])
    let (atrial, ventricular) = (pacing.stimuli[0].time, pacing.stimuli[1].time)
    #expect(abs(cycle.pulses[1].time - ventricular) < 1e-9)
    #expect(abs(cycle.pulses[1].time - cycle.pulses[0].time - pacing.avDelay) < 1e-9)
    guard case .linked(let before, _) = cycle.atria else {
      Issue.record("\(cycle.atria)")
      return
    }
    #expect(abs(-before - (cycle.pulses[0].time - atrial)) < 1e-9)
    #expect(cycle.symbol == "/")
  }

  /// The sinus node is faster than the lower rate: its P waves are followed, the atria are not paced.
  @Test func aPacemakerFollowsAFasterSinusNode() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "biventricular-pacing")
    let pacing = try #require(rhythm.pacing)
    for rate in [66.0, 76, 86] {
      let cycle = try cycle(rhythm.name, perMinute: rate)
      #expect(abs(cycle.rrInterval - 60 / rate) < 1e-9)
      #expect(
        cycle.pulses.map { pacing.stimuli[$0.stimulus].chamber }
          == [.rightVentricle, .leftVentricle])
      guard case .linked(let before, _) = cycle.atria else {
        Issue.record("\(cycle.atria)")
        return
      }
      #expect(abs(before - (pacing.avDelay - pacing.stimuli[1].time)) < 1e-9)
    }
  }

  @Test func dissociatedAtriaAreFreeAndSilentOnesSilent() throws {
    guard
      case .free(let pp) = try cycle("complete-av-block-ventricular-escape", perMinute: 33).atria
    else {
      Issue.record("not free")
      return
    }
    // Halfway between 80 and 84 a minute.
    #expect(abs(pp - 60.0 / 82) < 1e-9)
    #expect(try cycle("idioventricular-rhythm").atria == .silent)
    #expect(try cycle("idioventricular-rhythm").symbol == "E")
    #expect(try cycle("complete-av-block-junctional-escape").symbol == "J")
    #expect(try cycle("lbbb").symbol == "L" && cycle("rbbb").symbol == "R")
  }
}
