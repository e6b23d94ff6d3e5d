import Electrocardiogram
import Foundation
import Measurement
import RandomNumbers
import RhythmLibrary
import Testing

@testable import RhythmChecks

@Suite struct RhythmCheckerTests {
  let checker: RhythmChecker

  init() throws { checker = RhythmChecker(catalogue: try RhythmCatalogue()) }

  func rhythm(_ name: String) throws -> Rhythm { try checker.catalogue.rhythm(named: name) }

  /// The default record of a changed rhythm against the criteria of the unchanged one.
  func check(
    _ name: String, changed: (inout Rhythm) -> Void
  ) throws -> [String: CriterionResult] {
    let stated = try rhythm(name)
    var rhythm = stated
    changed(&rhythm)
    let check = try checker.check(
      rhythm, draw: RhythmDraw(default: stated), against: stated.criteria)
    #expect(!check.passed)
    return Dictionary(check.results.map { ($0.name, $0) }) { first, _ in first }
  }

  @Test(arguments: try RhythmCatalogue().names)
  func everyPresetMeetsItsCriteriaFromTheFileAlone(name: String) throws {
    for check in try checker.check(name, seeds: [11, 12, 13]) {
      for result in check.results where result.result != .met {
        Issue.record(
          "\(name), seed \(check.seed ?? 0), \(check.heartRatePerMinute)/min: \(result)")
      }
    }
  }

  /// Healthy sinus nodes are no metronomes, and stay below what is sinus arrhythmia.
  @Test(arguments: ["sinus-rhythm", "first-degree-av-block", "stemi-anterior"])
  func theSinusNodeOfARecordFollowsBreathing(name: String) throws {
    let rhythm = try rhythm(name)
    for seed in UInt64(0)..<20 {
      let record = SimulatedRecord(
        rhythm, draw: RhythmDraw(rhythm, seed: seed), samplingRate: 100, duration: 10)
      let peaks = record.truth.beats.map(\.rPeak).filter { (0..<10).contains($0) }
      let intervals = zip(peaks.dropFirst(), peaks).map(-)
      let range = (intervals.max() ?? 0) - (intervals.min() ?? 0)
      // Normal PTB-XL records: median 88 ms; 120 ms are the limit.
      #expect(range > 0.03 && range < 0.12, "\(name) with seed \(seed): \(range) s")
    }
  }

  /// What a rhythm is, and what that is.
  func ancestors(_ rhythm: Rhythm) throws -> [String] {
    try rhythm.isA + rhythm.isA.flatMap { try ancestors(self.rhythm($0)) }
  }

  @Test func noPresetMeetsTheCriteriaOfAnother() throws {
    let rhythms = try checker.catalogue.rhythms()
    for record in rhythms {
      let isA = try ancestors(record)
      let judge = try checker.judge(record, draw: RhythmDraw(default: record))
      for other in rhythms where other.name != record.name && !isA.contains(other.name) {
        let passes = try checker.catalogue.criteria(of: other)
          .allSatisfy { judge.verdict(on: $0.claim).truth == .met }
        #expect(!passes, "\(record.name) passes as \(other.name)")
      }
    }
  }

  @Test func aLongDelayFailsInTheBeatThatShowsIt() throws {
    let results = try check("sinus-rhythm") { $0.conduction = .conducted(delay: 0.25) }
    let result = try #require(results["PR 120 to 200 ms"])
    #expect(result.result == .notMet)
    #expect((result.margin ?? 0) < -2)
    #expect(result.decisive?.beat != nil && result.decisive?.beatTime != nil)
    #expect((result.decisive?.lowest ?? 0) > 230)
    #expect(results["rate 60 to 100 a minute"]?.result == .met)
  }

  @Test func withoutAtrialWavesPRIsNotMeasurableAndNothingPasses() throws {
    let results = try check("sinus-rhythm") { $0.conduction = .noAtrialActivity }
    #expect(results["PR 120 to 200 ms"]?.result == .notMeasurable)
    #expect(results["one P wave before each QRS and one QRS after each P wave"]?.result == .notMet)
    #expect(results["P upright in I, II and aVF"]?.result == .notMeasurable)
  }

  @Test func withoutPulsesPacingIsMissed() throws {
    let results = try check("ventricular-pacing") { $0.pacing = nil }
    #expect(results["one pulse for each beat"]?.result == .notMet)
    #expect(results["every pulse captures within 40 ms"]?.result == .notMeasurable)
    #expect(results["QRS at least 120 ms"]?.result == .met)
  }

  @Test func pulsesThatDoNotCaptureAreMissed() throws {
    let results = try check("ventricular-pacing") { rhythm in
      rhythm.pacing?.stimuli[0].time = -0.3
    }
    #expect(results["every pulse captures within 40 ms"]?.result == .notMet)
  }

  @Test func linkedAtriaAreNoDissociation() throws {
    let results = try check("ventricular-pacing") { $0.conduction = .conducted(delay: 0.16) }
    #expect(results["time from P to QRS varies by more than 100 ms"]?.result == .notMet)
    #expect(results["no P wave locked to QRS"]?.result == .notMet)
  }

  @Test func aSmallerInjuryIsNoInfarction() throws {
    let results = try check("stemi-anterior") { rhythm in
      rhythm.beat = BeatShape(
        basis: rhythm.beat.basis, atRatePerMinute: rhythm.beat.atRatePerMinute,
        kernels: rhythm.beat.kernels)
    }
    let result = results["ST elevation in V3 and in V2 or V4 at J (man of 40 or more)"]
    #expect(result?.result == .notMet)
    #expect(result?.decisive?.lead == "V3" || result?.decisive?.lead == "V2")
  }

  @Test func everyMeasureOfACriterionIsMeasured() {
    let units: [ClinicalUnit: String] = [
      .milliseconds: "s", .millivolts: "mV", .millivoltMilliseconds: "mV·s", .perMinute: "1/min",
      .degrees: "deg", .percent: "", .none: "",
    ]
    let own: Set<CriterionMeasure> = [
      .rrFromProgrammed, .prDeviation, .rrRangePart, .rrStep, .pauseFromMultiple, .pauseAmplitude,
      .qtcOfMeans, .qrsAlternans, .tAlternans, .rToDeepestRatio,
      .atrialRate, .ppRange, .pToQRSRatio, .conductedPRRange, .pToQRSSpread,
      .longestBlockedRun, .longestConductedRun, .prStep, .prStepChange, .prRecovery, .dropPause,
      .wideBeatsInTenSeconds, .wideBeatPart, .longestWideRun, .longestNarrowRun, .wideRunRate,
      .wideShapes, .wideCoupling, .compensation, .pWavesBeforeWide, .earlyNarrowBeatsInTenSeconds,
      .earlyNarrowBeatPart, .earlyPause, .earlyPShapeCorrelation,
      .uToTRatio, .jToTRatio, .j80Rise, .prLevel, .jToTPeak, .tPeaks, .flatSTDuration,
      .lastPulseToQRS, .pulseToP, .pulsePairInterval, .pulseIntervalRange,
      .lostPulsesInTenSeconds, .unexplainedPulses, .pulsesAfterNativeInTenSeconds, .nativeBeatPart,
      .dominantFrequency, .powerNearPeak, .amplitudePerSecond, .speedCrest, .fWaveFrequency,
      .lockedPart, .rrPatternError,
    ]
    for measure in CriterionMeasure.allCases where !own.contains(measure) {
      let quantity = Quantity(rawValue: measure.rawValue)
      #expect(quantity != nil, "\(measure)")
      #expect(quantity?.unit == units[measure.unit], "\(measure)")
      #expect(quantity?.isPerLead == measure.isPerLead, "\(measure)")
    }
  }

  @Test func infiniteValuesAreLeftOutOfJSON() throws {
    let finding = Finding(
      measure: "rToSRatio", lead: "V1", lowest: 0.5, median: -.infinity, highest: .infinity,
      limit: "< 1", unit: "")
    let data = try JSONEncoder().encode(finding)
    let read = try JSONDecoder().decode(Finding.self, from: data)
    #expect(read.lowest == 0.5 && read.median == nil && read.highest == nil && read.lead == "V1")
  }

  @Test func numbersHaveTheDecimalsOfTheirUnit() {
    #expect(Finding.text(199.6, unit: "ms") == "200")
    #expect(Finding.text(-0.004, unit: "mV") == "0.00")
    #expect(Finding.text(-0.25, unit: "mV") == "-0.25")
    #expect(Finding.text(59.96, unit: "/min") == "60.0")
    #expect(Finding.text(1, unit: "") == "1" && Finding.text(0.5, unit: "") == "0.50")
    #expect(Finding.text(.infinity, unit: "ms") == "∞")
  }

  /// An anterior injury of another size.
  private func injury(_ size: Double) throws -> Rhythm {
    var rhythm = try rhythm("stemi-anterior")
    let plateaus = rhythm.beat.plateaus.map { plateau in
      var plateau = plateau
      plateau.amplitudes = plateau.amplitudes.map { size * $0 }
      return plateau
    }
    rhythm.beat = BeatShape(
      basis: rhythm.beat.basis, atRatePerMinute: rhythm.beat.atRatePerMinute,
      kernels: rhythm.beat.kernels, plateaus: plateaus)
    return rhythm
  }

  /// The level in V3 at the simulator's own J points.
  private func trueLevel(_ rhythm: Rhythm) throws -> Double {
    let record = SimulatedRecord(
      rhythm, draw: RhythmDraw(default: rhythm), samplingRate: 500, duration: 10)
    func sampled(_ wave: TimedWave) -> SampledWave {
      func sample(_ time: Double) -> Int { Int((time * 500).rounded()) }
      return SampledWave(
        onset: wave.onset.map(sample), peak: sample(wave.peak), offset: wave.offset.map(sample))
    }
    let beats = record.truth.beats.dropFirst().dropLast().map { beat in
      BeatWaves(rPeak: Int((beat.rPeak * 500).rounded()), qrs: sampled(beat.qrs))
    }
    let measures = try RecordMeasures(
      record.recording,
      waves: Delineation(samplingRate: 500, rPeaks: beats.map(\.rPeak), consensus: beats))
    return try #require(measures.value(.jLevel, lead: .V3))
  }

  @Test func limitsAreThoseOfThePatient() throws {
    // Levels are linear in the size of the injury: half way between the limits of women and of men.
    let (without, full) = (try trueLevel(injury(0)), try trueLevel(injury(1)))
    let rhythm = try injury(((0.15 + 0.20) / 2 - without) / (full - without))
    #expect(abs(try trueLevel(rhythm) - 0.175) < 1e-6)
    var checker = checker
    for (patient, passes) in [
      (Patient(sex: .female, ageYears: 60), true), (Patient(sex: .male, ageYears: 60), false),
      (Patient(sex: .male, ageYears: 30), false),
    ] {
      checker.patient = patient
      let check = try checker.check(rhythm, draw: RhythmDraw(default: rhythm))
      #expect(check.passed == passes, "\(patient): \(check.results.filter { $0.result != .met })")
    }
  }

  @Test func drawsStayInTheRhythmsRange() throws {
    let rhythm = try rhythm("ventricular-pacing")
    var rates: Set<Double> = []
    for seed: UInt64 in 1...200 {
      let draw = RhythmDraw(rhythm, seed: seed)
      #expect(rhythm.rate.perMinute.contains(draw.heartRatePerMinute))
      rates.insert(draw.heartRatePerMinute)
    }
    #expect(rates.count == 200)
  }

  @Test func theTableShowsTheRecordNearestToEachLimit() throws {
    let checks = try checker.check("sinus-rhythm", seeds: [3])
    let rows = CheckTable(checks).rows
    #expect(rows.count == checks[0].results.count)
    #expect(rows.allSatisfy { $0.count == CheckTable.columns.count && $0.last == "met" })
    let axis = try #require(rows.first { $0[0].contains("axis") })
    #expect(axis[4].contains("not checked against the primary text"))
  }
}
