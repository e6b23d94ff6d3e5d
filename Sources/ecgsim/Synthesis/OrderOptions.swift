import ArgumentParser
import Conduction
import Foundation
import Noise
import RecordFiles
import Records
import RhythmLibrary

/// What `record` asks of a record beside its rhythm.
struct OrderOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Length in seconds, 1 to 604800.")
  var duration = 10.0
  @Option(parsing: .unconditional, help: "Samples a second, 50 to 20000.")
  var samplingRate = 500.0
  @Option(parsing: .unconditional, help: "Beats a minute; the rhythm's own rate by default.")
  var heartRate: Double?
  @Option(
    help: ArgumentHelp(
      "Another rhythm from a time in seconds on, such as 20=atrial-fibrillation, with a rate "
        + "60=sinus-rhythm@100; may be repeated.", valueName: "time=rhythm"))
  var then: [String] = []
  @Option(
    help: ArgumentHelp(
      "Artefact at the electrodes, such as baseline=20dB, muscle=30uV, powerline=0.01mV@60Hz, "
        + "lead-off=2s, saturation=5mV; may be repeated.", valueName: "kind=level"))
  var noise: [String] = []
  @Option(
    help: ArgumentHelp(
      "Recorded noise in the place of a kind's equations, such as muscle=nstdb/ma; may be repeated.",
      valueName: "kind=record"))
  var noiseClip: [String] = []
  @Option(
    parsing: .unconditional,
    help: "Standard deviation of RR intervals in seconds; goes with --lf-hf.")
  var rrDeviation: Double?
  @Option(
    parsing: .unconditional,
    help: "Power of RR intervals at 0.04 to 0.15 Hz over that at 0.15 to 0.4 Hz.")
  var lfHf: Double?
  @Option(parsing: .unconditional, help: "Breaths a minute, 10.5 to 22.5.")
  var respiration: Double?
  @Option(parsing: .unconditional, help: "Age in years; drawn by default.")
  var age: Double?
  @Option(help: "Sex, female or male; drawn by default.")
  var sex: Patient.Sex?
  @Flag(inversion: .prefixedNo, help: "Draw patient and breath as the rhythm says.")
  var variation = true

  func validate() throws {
    guard (rrDeviation == nil) == (lfHf == nil) else {
      throw ValidationError("--rr-deviation and --lf-hf say one thing; give both or neither")
    }
    if let age, !(0...120).contains(age) || age != age.rounded() {
      throw ValidationError("--age is \(age); give whole years from 0 to 120")
    }
  }

  /// The order.
  ///
  /// - Throws: `RhythmError`, `RecordError`, `NoiseError`, `RecordFileError`, or a failure.
  func order(_ rhythm: String, _ catalogue: RhythmCatalogue) throws -> RecordOrder {
    var parts = [
      RecordOrder.Part(
        rhythm: try catalogue.rhythm(named: rhythm), ratePerMinute: heartRate)
    ]
    for text in then { parts.append(try part(text, catalogue)) }
    var order = RecordOrder(parts, duration: duration, samplingRate: samplingRate)
    order.varies = variation
    order.breathsPerMinute = respiration
    if let rrDeviation, let lfHf {
      guard rrDeviation >= 0, lfHf >= 0, rrDeviation.isFinite, lfHf.isFinite else {
        throw Failure(
          .badUse, "--rr-deviation \(rrDeviation) --lf-hf \(lfHf): give numbers above 0")
      }
      order.variability = RRSpectrum(standardDeviation: rrDeviation, lowToHighRatio: lfHf)
    }
    order.noise = try NoiseSpecification(parsing: noise)
    if let age { order.patients.ageYears = age...age }
    if let sex { order.patients.femaleFraction = sex == .female ? 1 : 0 }
    try order.check()
    try addClips(to: &order)
    // What does not fit the sampling rate is told before any work.
    _ = try NoiseGenerator(order.noise, samplingRate: samplingRate, clips: order.clips)
    return order
  }

  private func part(_ text: String, _ catalogue: RhythmCatalogue) throws -> RecordOrder.Part {
    let sides = text.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2, let start = Double(sides[0]), start.isFinite else {
      throw Failure(
        .badUse, "--then \(text): is not TIME=RHYTHM; try for example 20=atrial-fibrillation")
    }
    let words = sides[1].split(separator: "@", omittingEmptySubsequences: false)
    let rate = words.count == 2 ? Double(words[1]) : nil
    guard words.count == 1 || (words.count == 2 && rate != nil) else {
      throw Failure(.badUse, "--then \(text): after @ comes the rate in beats a minute")
    }
    return RecordOrder.Part(
      start: start, rhythm: try catalogue.rhythm(named: String(words[0])), ratePerMinute: rate)
  }

  private func addClips(to order: inout RecordOrder) throws {
    for text in noiseClip {
      let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, let kind = NoiseKind(rawValue: String(sides[0])) else {
        throw Failure(
          .badUse, "--noise-clip \(text): is not KIND=RECORD; try for example muscle=nstdb/ma")
      }
      guard order.noise.levels[kind] != nil else {
        throw Failure(
          .badUse,
          "--noise-clip \(text): no level is asked for; add for example --noise \(kind.rawValue)=20dB"
        )
      }
      guard order.clips[kind] == nil else {
        throw Failure(.badUse, "--noise-clip \(text): \(kind.rawValue) has a clip already")
      }
      order.clips[kind] = try NoiseClip(
        RecordReader.read(String(sides[1])), samplingRate: samplingRate)
    }
  }
}
