import Electrocardiogram
import Foundation
import LinearAlgebra
import Measurement
import Populations
import RandomNumbers
import RhythmLibrary
import Simulator
import TestSupport
import Testing

/// Patients drawn from a known population, as recordings.
enum SamplePatients {
  /// A population of sinus beats with independent parameters, on the standard grid.
  static let population: PatientPopulation = {
    do {
      let rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
      guard let recording = PopulationSampler.record(rhythm, using: Philox(seed: 1)),
        let fit = PatientFit(
          recording, try RecordMeasures(recording), grid: PatientRecord.grids.withP)
      else { preconditionFailure("the preset cannot be fitted") }
      let landmarks = fit.parameters.count - 8 * KernelGrid.standard.count
      return try PatientPopulation(
        grid: PatientRecord.grids.withP,
        marginals: fit.parameters.enumerated().map { index, value in
          PatientMarginal(
            location: value, scale: index < landmarks ? 0.04 : max(0.1 * abs(value), 0.003))
        },
        correlation: .identity(fit.parameters.count), patients: 10, shrinkage: 1, source: "a test",
        trust: .derived)
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  static let rhythm = Rhythm(
    name: "patients", title: "Patients", statement: "One beat.",
    codes: DiagnosticCodes(scp: [], snomed: []), source: "a test",
    rate: HeartRateRange(perMinute: 45...110, defaultPerMinute: 70), population: population,
    criteria: [
      Criterion(
        name: "QRS",
        claim: .test(MeasureTest(measure: .qrsDuration, upper: Limit(0.2, inclusive: true))),
        source: "a test", trust: .derived)
    ])

  /// Records of so many drawn patients, with all that is needed of them.
  static func records(_ count: Int, class name: String = "NORM") throws -> [PatientRecord] {
    try (0..<count).compactMap { number in
      guard
        let recording = PopulationSampler.record(
          rhythm, using: Philox(seed: 5, record: UInt32(number)))
      else { return nil }
      return try PatientRecord(
        recording,
        Cohort.Member(
          record: "\(number)", path: "", patient: "\(number)", fold: 1, classes: [name]))
    }
  }
}

@Suite struct PatientFitTests {
  @Test func aBeatOfTheGridIsFittedClosely() throws {
    let records = try SamplePatients.records(3)
    for record in records {
      let fit = try #require(record.fit)
      // The ridge and a margin of flat line cost a little.
      #expect(fit.prd < 5, "\(fit.prd)")
      #expect(fit.heights.count == 8 && fit.heights[0].count == KernelGrid.standard.count)
      #expect(record.fitWithoutP?.heights[0].count == PatientRecord.grids.withoutP.count)
    }
  }

  @Test func aRecordWithoutALeadIsNotFitted() throws {
    let recording = try #require(
      PopulationSampler.record(SamplePatients.rhythm, using: Philox(seed: 1)))
    var seven = recording
    seven.channels.removeAll { $0.lead == .V4 }
    let measures = try RecordMeasures(recording)
    #expect(PatientFit(recording, measures, grid: .standard) != nil)
    #expect(PatientFit(seven, measures, grid: .standard) == nil)
  }

  @Test func withoutPOnlyTheGridWithoutPFits() throws {
    var rhythm = SamplePatients.rhythm
    rhythm.population = nil
    rhythm.conduction = .noAtrialActivity
    let recording = try #require(PopulationSampler.record(rhythm, using: Philox(seed: 1)))
    let record = try PatientRecord(
      recording, Cohort.Member(record: "", path: "", patient: "", fold: 1, classes: []))
    #expect(record.fit == nil && record.fitWithoutP != nil)
  }
}

@Suite struct PopulationSamplerTests {
  @Test func drawnPatientsDifferAndOneSeedGivesOnePatient() throws {
    let rhythm = SamplePatients.rhythm
    let population = SamplePatients.population
    var rates: Set<Double> = []
    for number in 0..<20 {
      var (a, b) = (
        Philox(seed: 2, record: UInt32(number)), Philox(seed: 2, record: UInt32(number))
      )
      let patient = population.patient(using: &a)
      #expect(patient == population.patient(using: &b))
      rates.insert(patient.landmarks.rrInterval)
      #expect(population.rrIntervals.contains(patient.landmarks.rrInterval))
      #expect(patient.landmarks.qtInterval < patient.landmarks.rrInterval)
      let beat = try SingleBeat(
        patientOf: rhythm, samplingRate: 500, varying: Philox(seed: 2, record: UInt32(number)))
      #expect(abs(beat.rrInterval - patient.landmarks.rrInterval) < 1e-12)
      let truth = try #require(beat.truth.beats.first)
      let onset = try #require(truth.qrs.onset)
      #expect(abs((truth.tWave?.offset ?? 0) - onset - patient.landmarks.qtInterval) < 1e-9)
      let p = try #require(beat.truth.pWaves.first?.onset)
      #expect(abs(onset - p - (patient.landmarks.prInterval ?? 0)) < 1e-9)
    }
    #expect(rates.count == 20)
  }

  @Test func aRateThatIsAskedForIsMet() throws {
    let beat = try SingleBeat(
      SamplePatients.rhythm, heartRatePerMinute: 66, samplingRate: 500, varying: Philox(seed: 3))
    #expect(beat.rrInterval == 60 / 66.0 && beat.grid.count == 455)
    let typical = try SingleBeat(
      SamplePatients.rhythm, heartRatePerMinute: 66, samplingRate: 500, varying: nil)
    #expect(typical.grid.count == 455 && typical.train != beat.train)
  }
}
