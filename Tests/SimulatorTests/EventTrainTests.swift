import CardiacModel
import Conduction
import Electrocardiogram
import LeadProjection
import RandomNumbers
import RhythmLibrary
import Simulator
import Testing

@Suite struct EventTrainTests {
  /// Sources of a batch run in double precision, through leads that are the sources themselves.
  func leads(_ train: EventTrain, _ grid: SampleGrid) -> [Double] {
    BatchSimulator(grid: grid).simulate(train).map(Double.init)
  }

  /// Sources projected by the train's own matrix.
  func exactLeads(_ train: EventTrain, _ grid: SampleGrid) -> [Double] {
    let rows = train.exactSources(on: grid)
    return train.leads.flatMap { lead -> [Double] in
      let weights = train.projection.row(of: lead)
      return (0..<grid.count).map { sample in
        weights.enumerated().reduce(0) { $0 + $1.element * rows[$1.offset * grid.count + sample] }
      }
    }
  }

  /// A rhythm at a constant rate as events.
  func steady(
    _ conduction: SteadyConduction, duration: Double, breath: Breath? = nil
  ) -> EventTrain {
    let cycle = conduction.cycle
    var activity = ElectricalActivity()
    activity.atria = conduction.atrialEvents.map { ChamberActivation(time: $0, origin: .sinus) }
    activity.ventricles = conduction.ventricularEvents.map {
      ChamberActivation(time: $0, origin: .paced, symbol: cycle.symbol)
    }
    var train = EventTrain(
      conduction.rhythm, activity: activity, rrInterval: conduction.ventricularClock.period,
      breath: breath)
    train.stimuli = conduction.pulses(duration: duration).map {
      Stimulus(pulse: $0.pulse, amplitudes: $0.amplitudes)
    }
    return train
  }

  @Test(arguments: try RhythmCatalogue().steadyNames())
  func atAConstantRateItIsTheBeatTrain(name: String) throws {
    let rhythm = try RhythmCatalogue().rhythm(named: name)
    let grid = SampleGrid(rate: 500, count: 2000)
    let conduction = try SteadyConduction(
      rhythm, rrInterval: 60 / rhythm.rate.defaultPerMinute, firstRPeak: 0.4, atrialShift: 0.3,
      duration: 4)
    let events = steady(conduction, duration: 4)
    let beats = BeatTrain(conduction, duration: 4)
    let difference =
      zip(leads(events, grid), BatchSimulator(grid: grid).simulate([beats]))
      .map { abs($0 - Double($1)) }.max() ?? 1
    // Single precision; a beat train also cuts kernels half a turn away, where they are nothing.
    #expect(difference < 1e-5, "\(name): \(difference) mV")
    let (a, b) = (
      events.groundTruth(duration: 4, rhythm: name, rhythmAnnotation: "(N"),
      beats.groundTruth(
        duration: 4, rhythm: name, rhythmAnnotation: "(N", beatSymbol: conduction.cycle.symbol)
    )
    #expect(a.beats.count == b.beats.count && a.pWaves.count == b.pWaves.count)
    for (a, b) in zip(a.beats, b.beats) {
      // QT is stretched to the rate as a whole: T's own threshold moves by less than this.
      #expect(abs(a.rPeak - b.rPeak) < 1e-3 && a.symbol == b.symbol)
      for edge in [\TimedWave.onset, \.offset] {
        #expect(abs((a.qrs[keyPath: edge] ?? 9) - (b.qrs[keyPath: edge] ?? -9)) < 1e-3)
        #expect(abs((a.tWave?[keyPath: edge] ?? 9) - (b.tWave?[keyPath: edge] ?? -9)) < 2e-3)
      }
    }
    for (a, b) in zip(a.pWaves, b.pWaves) { #expect(abs((a.onset ?? 9) - (b.onset ?? -9)) < 1e-3) }
  }

  /// What `beat` makes is a cycle of the record that the event process makes at the same rate.
  @Test(arguments: try RhythmCatalogue().steadyNames())
  func aSingleBeatIsACycleOfASteadyRecord(name: String) throws {
    var rhythm = try RhythmCatalogue().rhythm(named: name)
    let rate = rhythm.rate.defaultPerMinute
    let rr = 60 / rate
    // The sinus node of a record that does not breathe, and the middle of its delays.
    var system = rhythm.conduction.settingDelay(at: 0.5)
      .system(ratePerMinute: rate, isPaced: rhythm.pacing != nil)
    system.sinus?.respiratorySwing = 0
    system.sinus?.slowSwing = 0
    system.sinus?.jitter = 0
    for index in system.foci.indices {
      guard case .automatic(let perMinute, _) = system.foci[index].timing else { continue }
      system.foci[index].timing = .automatic(perMinute: perMinute, jitter: 0)
    }
    let conduction = try SteadyConduction(
      rhythm, rrInterval: rr, firstRPeak: 0, atrialShift: 0, duration: rr)
    if case .free = conduction.cycle.atria {
      // Dissociated P waves lie anywhere: only the ventricles can be compared.
      var kernels = rhythm.beat.kernels
      kernels[.P] = nil
      rhythm.beat = BeatShape(
        basis: rhythm.beat.basis, atRatePerMinute: rhythm.beat.atRatePerMinute, kernels: kernels,
        plateaus: rhythm.beat.plateaus)
    }
    var random = Philox(seed: 1)
    let activity = ConductionEngine.run(
      system, pacing: rhythm.pacing, ratePerMinute: rate, duration: 20, using: &random)
    var record = EventTrain(rhythm, activity: activity, rrInterval: rr)
    let event = try #require(activity.ventricles.first { $0.time > 5 }).time
    // The record's clock is moved to where the beat's R peak is.
    let shift = SingleBeat.shareBeforeR * rr - conduction.rhythm.rPeakDelay - event
    for index in record.activations.indices { record.activations[index].time += shift }
    for index in record.stimuli.indices { record.stimuli[index].pulse.time += shift }
    let beat = try SingleBeat(rhythm, heartRatePerMinute: rate, samplingRate: 500, varying: nil)
    let single = BatchSimulator(grid: beat.grid).simulate([beat.train])
    let worst = zip(leads(record, beat.grid), single).map { abs($0 - Double($1)) }.max() ?? 1
    // Single precision, as in a steady train.
    #expect(worst < 1e-5, "\(name): \(worst) mV")
    // And so is its truth.
    let truth = record.groundTruth(
      duration: rr, rhythm: name, rhythmAnnotation: rhythm.rhythmAnnotation)
    let peaks = truth.beats.filter { (0..<rr).contains($0.rPeak) }
    #expect(peaks.map(\.symbol) == beat.truth.beats.map(\.symbol))
    #expect(truth.pacingPulses.count == beat.truth.pacingPulses.count)
    // There is a heartbeat in it, of the size that the rhythm states.
    let limits = Self.qrsLimits(rhythm)
    let grid = beat.grid
    let heights = Dictionary(
      uniqueKeysWithValues: beat.train.leads.enumerated().map { index, lead in
        let samples = single[index * grid.count..<(index + 1) * grid.count].map(Double.init)
        return (lead, (samples.max() ?? 0) - (samples.min() ?? 0))
      })
    if limits.isEmpty {
      #expect(single.contains { abs($0) > 0.5 })
    } else {
      for (lead, limit) in limits { #expect((heights[lead] ?? 9) < limit, "\(name), \(lead)") }
      #expect(limits.contains { (heights[$0.key] ?? 0) > 0.5 * $0.value })
    }
  }

  /// Below what a rhythm states that QRS stays, in mV peak to peak, where it states it of all limb leads.
  static func qrsLimits(_ rhythm: Rhythm) -> [Lead: Double] {
    var limits: [Lead: Double] = [:]
    for criterion in rhythm.criteria {
      guard case .leads(let leads, let count, .test(let test)) = criterion.claim,
        test.measure == .qrsAmplitude, count == leads.count, let upper = test.upper
      else { continue }
      for lead in leads { limits[lead] = upper.value }
    }
    return Set(limits.keys).isSuperset(of: [.I, .II, .III, .aVR, .aVL, .aVF]) ? limits : [:]
  }

  @Test func aVariedBeatHasADelayOfItsRecords() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "first-degree-av-block")
    guard case .system(let system) = rhythm.conduction else {
      Issue.record("\(rhythm.conduction) has no range of delays")
      return
    }
    let intervals = try (0..<40).map { record -> Double in
      let beat = try SingleBeat(
        rhythm, heartRatePerMinute: 70, samplingRate: 250,
        varying: Philox(seed: 3, record: UInt32(record)))
      let (p, qrs) = (try #require(beat.truth.pWaves.first), try #require(beat.truth.beats.first))
      return try #require(qrs.qrs.onset) - (try #require(p.onset))
    }
    let (low, high) = (try #require(intervals.min()), try #require(intervals.max()))
    // The boundaries of P and QRS lie within 10 ms of their events, and scatter with durations.
    #expect(low > system.node.delay.lowerBound - 0.015)
    #expect(high < system.node.delay.upperBound + 0.015)
    // Forty uniform draws fill more than three quarters of their range.
    let range = system.node.delay.upperBound - system.node.delay.lowerBound
    #expect(high - low > 0.75 * range)
  }

  @Test func unevenBeatsAreTheClosedForm() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "stemi-anterior")
    var random = Philox(seed: 3)
    var (time, activations): (Double, [EventTrain.Activation]) = (-0.7, [])
    while time < 4.5 {
      let rr = 0.5 + 0.6 * random.uniform()
      let swing = HeartSwing(size: 0.8 + 0.4 * random.uniform(), angle: random.normal() / 4)
      let shape = rhythm.beat.stretched(rrInterval: rr)
      for isAtrial in [true, false] {
        activations.append(
          .init(time: isAtrial ? time - 0.16 : time, isAtrial: isAtrial, shape: shape, swing: swing)
        )
      }
      time += rr
    }
    let train = EventTrain(basis: .dipole, activations: activations)
    let grid = SampleGrid(rate: 500, count: 2000)
    let worst = zip(leads(train, grid), exactLeads(train, grid)).map { abs($0 - $1) }.max() ?? 1
    // Single precision, as the batch engine's agreement with CVODES.
    #expect(worst < 5e-6, "\(worst) mV")
  }

  @Test func eachChamberBringsItsOwnWaves() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
    let grid = SampleGrid(rate: 500, count: 500)
    func train(_ isAtrial: [Bool]) -> [Double] {
      leads(
        EventTrain(
          basis: .dipole,
          activations: isAtrial.map { .init(time: 0.3, isAtrial: $0, shape: rhythm.beat) }), grid)
    }
    let (p, qrs, both) = (train([true]), train([false]), train([true, false]))
    #expect((p.max() ?? 0) > 0.05 && (p.max() ?? 1) < 0.3 && (qrs.max() ?? 0) > 0.8)
    #expect(zip(zip(p, qrs), both).allSatisfy { abs($0.0 + $0.1 - $1) < 1e-6 })
  }

  @Test func breathMovesTheBeatsOfARecordAndNothingElse() throws {
    let rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
    var random = Philox(seed: 5)
    let breath = Breath(
      Respiration(size: 0.1, axis: 0.1, perMinute: 15...15), using: &random)
    let conduction = try SteadyConduction(
      rhythm, rrInterval: 0.8, firstRPeak: 0.4, atrialShift: 0, duration: 20)
    func train(_ breath: Breath?) -> EventTrain {
      steady(conduction, duration: 20, breath: breath)
    }
    let (still, moved) = (train(nil), train(breath))
    func truth(_ train: EventTrain) -> GroundTruth {
      train.groundTruth(duration: 20, rhythm: "", rhythmAnnotation: "")
    }
    #expect(truth(still) == truth(moved))
    let grid = SampleGrid(rate: 500, count: 10_000)
    let (a, b) = (leads(still, grid), leads(moved, grid))
    // Lead II at the R peaks: four seconds a breath, so that the fifth beat is as the first again.
    let heights = truth(still).beats.filter { (0..<20).contains($0.rPeak) }.map { beat in
      let sample = grid.count + Int((beat.rPeak * 500).rounded())
      return b[sample] / a[sample]
    }
    #expect((heights.max() ?? 0) > 1.05 && (heights.min() ?? 2) < 0.95)
    #expect(zip(heights, heights.dropFirst(5)).allSatisfy { abs($0 - $1) < 0.01 })
  }
}
