import Conduction
import Electrocardiogram
import Noise
import RandomNumbers
import Records
import RhythmChecks
import RhythmLibrary
import Simulator
import Testing

/// Orders of presets.
enum Orders {
  static func rhythm(_ name: String) throws -> Rhythm { try RhythmCatalogue().rhythm(named: name) }

  static func order(
    _ name: String, duration: Double = 10, samplingRate: Double = 500
  ) throws -> RecordOrder {
    RecordOrder([.init(rhythm: try rhythm(name))], duration: duration, samplingRate: samplingRate)
  }

  static func noisy(_ order: RecordOrder) throws -> RecordOrder {
    var order = order
    order.noise = try NoiseSpecification(parsing: ["baseline=20dB", "muscle=20uV", "white=10uV"])
    return order
  }
}

@Suite struct RecordMakerTests {
  @Test func aRecordDependsOnOrderSeedAndIndexAlone() throws {
    let order = try Orders.noisy(try Orders.order("sinus-rhythm"))
    let other = try Orders.order("atrial-fibrillation", duration: 7, samplingRate: 360)
    let maker = RecordMaker()
    let first = try maker.make(PlannedRecord(order, seed: 5, index: 3))
    _ = try maker.make(PlannedRecord(other, seed: 6))
    let again = try maker.make(PlannedRecord(order, seed: 5, index: 3))
    #expect(first.recording == again.recording && first.truth == again.truth)
    for (seed, index) in [(5, 4), (6, 3)] as [(UInt64, UInt32)] {
      #expect(
        try maker.make(PlannedRecord(order, seed: seed, index: index)).recording
          != first.recording)
    }
  }

  @Test func limbLeadsObeyTheirLawsInNoiseAndOverSeams() throws {
    var order = try Orders.noisy(try Orders.order("sinus-rhythm", duration: 250, samplingRate: 200))
    try order.noise.add(parsing: "saturation=5mV")
    let recording = try RecordMaker().make(PlannedRecord(order, seed: 1)).recording
    let I = recording.channels[0].millivolts
    let II = recording.channels[1].millivolts
    for (index, lead) in Lead.limb.enumerated() {
      guard let (a, b) = LimbLeads.weights(of: lead) else { continue }
      let row = recording.channels[index].millivolts
      let worst = row.indices.filter { max(abs(I[$0]), abs(II[$0]), abs(row[$0])) < 5 }
        .map { abs(row[$0] - a * I[$0] - b * II[$0]) }.max()
      // Signals are made in single precision.
      #expect(try #require(worst) < 1e-6)
    }
  }

  @Test func stretchesJoinWithoutASeam() throws {
    let order = try Orders.order("sinus-rhythm", duration: 300, samplingRate: 250)
    let plan = PlannedRecord(order, seed: 2)
    var lengths: [Int] = []
    let maker = RecordMaker()
    _ = try maker.forEachStretch(of: plan) { stretch, _ in lengths.append(stretch.sampleCount) }
    #expect(lengths == [25_000, 25_000, 25_000])
    let record = try maker.make(plan)
    // One stretch over both seams is what the stretches give.
    for seam in [25_000, 50_000] {
      let start = Double(seam - 100) / 250
      let grid = SampleGrid(rate: 250, count: 200)
      let own = BatchSimulator(grid: grid).simulate(
        plan.course.train(start..<start + 0.8).from(start))
      for (index, channel) in record.recording.channels.enumerated() {
        let worst = (0..<200).map {
          abs(channel.millivolts[seam - 100 + $0] - Double(own[index * 200 + $0]))
        }.max()
        // Signals are made in single precision.
        #expect(try #require(worst) < 2e-6)
      }
    }
    // Every beat is told once, in order.
    let peaks = record.truth.beats.map(\.rPeak)
    #expect(zip(peaks.dropFirst(), peaks).allSatisfy { $0 - $1 > 0.3 })
    #expect(peaks.count == plan.course.activity.ventricles.count { (-0.4..<300).contains($0.time) })
  }

  @Test func noiseHasItsLevelInEveryStretchAndFadesOver() throws {
    var order = try Orders.order("sinus-rhythm", duration: 240, samplingRate: 250)
    let clean = try RecordMaker().make(PlannedRecord(order, seed: 4)).recording
    order.noise = try NoiseSpecification(parsing: ["white=30uV"])
    let noisy = try RecordMaker().make(PlannedRecord(order, seed: 4))
    #expect(noisy.noise.count == 2)
    func rms(_ range: Range<Int>) -> Double {
      var sum = 0.0
      for (a, b) in zip(noisy.recording.channels, clean.channels) {
        for n in range {
          sum += (a.millivolts[n] - b.millivolts[n]) * (a.millivolts[n] - b.millivolts[n])
        }
      }
      return (sum / Double(12 * range.count)).squareRoot()
    }
    // 0.03 mV over 5,000 samples of twelve leads: within a few percent; the same where one fades.
    for range in [0..<5000, 25_000..<30_000, 55_000..<60_000] {
      #expect(abs(rms(range) / 0.03 - 1) < 0.05, "\(range)")
    }
    #expect(abs(rms(30_000..<30_500) / 0.03 - 1) < 0.1)
  }

  @Test func qtFollowsAStepOfRateWithALag() throws {
    let sinus = try Orders.rhythm("sinus-rhythm")
    var order = RecordOrder(
      [
        .init(rhythm: sinus, ratePerMinute: 60),
        .init(start: 200, rhythm: sinus, ratePerMinute: 100),
      ], duration: 500, samplingRate: 100)
    order.varies = false
    let truth = try RecordMaker().make(PlannedRecord(order, seed: 1)).truth
    func qt(_ beat: GroundTruth.Beat) -> Double {
      (beat.tWave?.offset ?? .nan) - (beat.qrs.onset ?? .nan)
    }
    let before = try #require(truth.beats.last { $0.rPeak < 199 }.map(qt))
    let after = try #require(truth.beats.last { $0.rPeak < 495 }.map(qt))
    #expect(before - after > 0.03)
    let reached = try #require(
      truth.beats.first { $0.rPeak > 200 && before - qt($0) >= 0.63 * (before - after) })
    // The range in which 63 % of the change are to come.
    #expect((25...60).contains(reached.rPeak - 200), "\(reached.rPeak - 200) s")
  }

  @Test func oneBreathMovesIntervalsHeightsAxisAndBaseline() throws {
    var order = try Orders.order("sinus-rhythm", duration: 120, samplingRate: 250)
    order.variability = RRSpectrum(standardDeviation: 0.04, lowToHighRatio: 0.2)
    order.breathsPerMinute = 14
    let plan = PlannedRecord(order, seed: 8)
    let breath = try #require(plan.course.breath)
    let record = try RecordMaker().make(plan)
    /// Correlation with the breath at times.
    func correlation(_ pairs: [(time: Double, value: Double)]) -> Double {
      let x = pairs.map { breath.tone.value(at: $0.time) }
      let y = pairs.map(\.value)
      let (mx, my) = (
        x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count)
      )
      let xy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
      let xx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
      let yy = y.reduce(0) { $0 + ($1 - my) * ($1 - my) }
      return xy / (xx * yy).squareRoot()
    }
    let p = plan.course.activity.atria.map(\.time).filter { $0 > 0 }
    #expect(correlation(zip(p, p.dropFirst()).map { ($0, $1 - $0) }) > 0.8)
    let beats = record.truth.beats.filter { (1..<119).contains($0.rPeak) }
    func height(_ lead: Int, _ beat: GroundTruth.Beat) -> Double {
      record.recording.channels[lead].millivolts[Int((beat.rPeak * 250).rounded())]
    }
    // Size and axis move together in V5; the axis alone in I over II.
    #expect(abs(correlation(beats.map { ($0.rPeak, height(10, $0)) })) > 0.8)
    #expect(
      abs(correlation(beats.map { ($0.rPeak, height(0, $0) / height(1, $0)) })) > 0.8)
    // The wander that is added holds the breath too.
    let clean = record.recording
    order.noise = try NoiseSpecification(parsing: ["baseline=0.1mV"])
    let wander = try RecordMaker().make(PlannedRecord(order, seed: 8)).recording
    let row = stride(from: 0, to: 30_000, by: 50).map { n in
      (
        time: Double(n) / 250,
        value: wander.channels[10].millivolts[n] - clean.channels[10].millivolts[n]
      )
    }
    #expect(abs(correlation(row)) > 0.3)
  }

  @Test func rhythmsChangeWithinARecordAndAreAnnotated() throws {
    let order = RecordOrder(
      [
        .init(rhythm: try Orders.rhythm("sinus-rhythm")),
        .init(start: 20, rhythm: try Orders.rhythm("atrial-fibrillation")),
        .init(start: 50, rhythm: try Orders.rhythm("ventricular-fibrillation-coarse")),
        .init(start: 60, rhythm: try Orders.rhythm("sinus-rhythm")),
      ], duration: 80, samplingRate: 250)
    try order.check()
    let record = try RecordMaker().make(PlannedRecord(order, seed: 3))
    let marks = record.recording.annotations.filter { ["+", "[", "]"].contains($0.symbol) }
    #expect(marks.map(\.symbol) == ["+", "+", "+", "[", "]", "+"])
    #expect(marks.map(\.sample) == [0, 5000, 12_500, 12_500, 14_999, 15_000])
    #expect(
      marks.filter { $0.symbol == "+" }.map(\.text) == ["(N", "(AFIB", "(VF", "(N"])
    let p = record.truth.pWaves.map(\.peak)
    #expect(!p.contains { (20.5..<60).contains($0) } && p.count { $0 < 20 } > 18)
    #expect(!record.truth.beats.contains { (50.3..<60).contains($0.rPeak) })
    func rms(_ range: Range<Double>) -> Double {
      let row = record.recording.channels[6].millivolts[
        Int(range.lowerBound * 250)..<Int(range.upperBound * 250)]
      return (row.reduce(0) { $0 + $1 * $1 } / Double(row.count)).squareRoot()
    }
    // Waves of fibrillation are there from begin to end and nowhere else.
    #expect(rms(51..<59) > 0.1)
    let quiet = record.truth.beats.first { $0.rPeak > 62 }?.qrs.onset ?? 0
    #expect(rms(quiet - 0.3..<quiet - 0.25) < 0.05)
  }

  @Test(arguments: ["atrial-fibrillation", "dual-chamber-pacing", "mobitz-1", "stemi-anterior"])
  func recordsOfCommandsAreThoseThatAreChecked(name: String) throws {
    var order = try Orders.order(name)
    order.rates = .drawn
    let plan = PlannedRecord(order, seed: 31)
    let record = try RecordMaker().make(plan)
    let checked = try checkedRecord(name, seed: 31)
    #expect(record.truth.beats.map(\.rPeak) == checked.truth.beats.map(\.rPeak))
    let worst = zip(record.recording.channels, checked.recording.channels).map { a, b in
      zip(a.millivolts, b.millivolts).map { abs($0 - $1) }.max() ?? 9
    }.max()
    #expect(try #require(worst) < 1e-6)
  }
}
