import Electrocardiogram
import Foundation
import RecordFiles
import Testing

@testable import Noise

@Suite struct NoiseGeneratorTests {
  static let added = NoiseKind.allCases.filter(\.isAdded)
  static let breath = RespiratoryCycle(breathsPerSecond: 0.25, start: 0.1)

  /// A clean recording with noise, and what the generator says of it.
  static func noisy(
    _ arguments: [String], _ clean: Recording, seed: UInt64 = 11, record: UInt32 = 0
  ) throws -> (recording: Recording, report: NoiseReport) {
    var generator = try NoiseGenerator(
      NoiseSpecification(parsing: arguments), samplingRate: clean.samplingRate)
    var recording = clean
    let report = try generator.add(to: &recording, seed: seed, record: record, breath: breath)
    return (recording, report)
  }

  @Test(
    arguments: added, [("6dB", 6.0), ("20dB", 20), ("-10dB", -10)] as [(String, Double)])
  func theRatioDeliveredIsTheRatioAsked(kind: NoiseKind, level: (text: String, decibels: Double))
    throws
  {
    let clean = TestRecording.make()
    let (noisy, report) = try Self.noisy(["\(kind.rawValue)=\(level.text)"], clean)
    let signal = clean.channels.map { TestRecording.variance($0.millivolts) }
    let noise = TestRecording.difference(noisy, clean).map(TestRecording.variance)
    let decibels = 10 * log10(signal.reduce(0, +) / noise.reduce(0, +))
    // Electrodes hold floats: a part in 1e7 of each sample, less than 1e-5 of the power.
    #expect(abs(decibels - level.decibels) < 1e-4, "\(decibels) dB")
    let told = try #require(report.delivered.first)
    #expect(told.kind == kind && told.leads == Lead.allCases)
    #expect(abs(told.snrDecibels - decibels) < 1e-4)
    for lead in noise.indices where noise[lead] > 1e-12 {
      #expect(abs(told.snrDecibelsByLead[lead] - 10 * log10(signal[lead] / noise[lead])) < 1e-3)
    }
  }

  @Test(arguments: added, [0.01, 0.5])
  func theLevelDeliveredIsTheLevelAsked(kind: NoiseKind, millivolts: Double) throws {
    for leads in [Lead.allCases, Lead.independent, [.II], [.V3]] {
      let clean = TestRecording.make(leads: leads, rate: 250, seconds: 4)
      let (noisy, report) = try Self.noisy(["\(kind.rawValue)=\(millivolts)mV"], clean)
      let noise = TestRecording.difference(noisy, clean).map(TestRecording.variance)
      let rms = (noise.reduce(0, +) / Double(leads.count)).squareRoot()
      #expect(abs(rms / millivolts - 1) < 1e-5, "\(leads): \(rms) mV")
      let told = try #require(report.delivered.first)
      #expect(abs(told.rmsMillivolts / millivolts - 1) < 1e-9)
      for (measured, said) in zip(noise, told.rmsMillivoltsByLead) {
        #expect(abs(measured.squareRoot() - said) < 1e-5 * millivolts)
      }
    }
  }

  /// All kinds at once.
  static let all = [
    "baseline=3dB", "muscle=10dB", "electrode-motion=0dB", "powerline=0.05mV", "white=20dB",
    "pink=15dB", "lead-off=2s", "saturation=4mV",
  ]

  @Test func limbLeadLawsHoldWithAllNoise() throws {
    for record in 0..<10 as Range<UInt32> {
      let (noisy, _) = try Self.noisy(Self.all, TestRecording.make(), record: record)
      let x = noisy.channels.map(\.millivolts)
      for n in x[0].indices {
        let (I, II) = (x[0][n], x[1][n])
        // Sums of doubles of some 20 mV.
        #expect(abs(x[2][n] - (II - I)) < 1e-13)
        #expect(abs(x[3][n] + (I + II) / 2) < 1e-13)
        #expect(abs(x[4][n] - (I - II / 2)) < 1e-13)
        #expect(abs(x[5][n] - (II - I / 2)) < 1e-13)
      }
    }
  }

  @Test(arguments: [200.0, 1000, 4880])
  func limbLeadLawsHoldInWholeSteps(unitsPerMillivolt: Double) throws {
    let (noisy, _) = try Self.noisy(Self.all, TestRecording.make())
    let steps = try LimbLeadQuantisation.steps(of: noisy, unitsPerMillivolt: unitsPerMillivolt)
    for n in steps[0].indices {
      let (I, II) = (steps[0][n], steps[1][n])
      #expect(steps[2][n] == II - I)
      #expect(abs(2 * steps[3][n] + I + II) <= 1)
      #expect(abs(2 * steps[4][n] - (2 * I - II)) <= 1)
      #expect(abs(2 * steps[5][n] - (2 * II - I)) <= 1)
    }
  }

  @Test func aKindIsTheSameWhateverElseIsAdded() throws {
    let clean = TestRecording.make()
    let together = try Self.noisy(
      ["baseline=10dB", "muscle=0.02mV", "pink=15dB", "electrode-motion=12dB"], clean)
    var sum = clean.channels.map { [Double](repeating: 0, count: $0.millivolts.count) }
    for argument in ["electrode-motion=12dB", "pink=15dB", "muscle=0.02mV", "baseline=10dB"] {
      let alone = try Self.noisy([argument], clean)
      let difference = TestRecording.difference(alone.recording, clean)
      for lead in sum.indices { sum[lead] = zip(sum[lead], difference[lead]).map(+) }
      let kind = try #require(alone.report.delivered.first?.kind)
      #expect(together.report.delivered.contains { $0 == alone.report.delivered[0] }, "\(kind)")
    }
    let both = TestRecording.difference(together.recording, clean)
    for (one, other) in zip(both, sum) {
      // Floats of up to some millivolts at the electrodes.
      #expect(zip(one, other).allSatisfy { abs($0 - $1) < 2e-6 })
    }
  }

  @Test func noiseDoesNotDependOnTheSignal() throws {
    let arguments = Self.added.map { "\($0.rawValue)=0.1mV" }
    let (one, other) = (TestRecording.make(), TestRecording.make(size: 0))
    let noise = TestRecording.difference(try Self.noisy(arguments, one).recording, one)
    let silent = TestRecording.difference(try Self.noisy(arguments, other).recording, other)
    for (a, b) in zip(noise, silent) {
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-14 })
    }
  }

  @Test func seedAndRecordMakeTheNoiseAndNothingElseDoes() throws {
    let clean = TestRecording.make(seconds: 3)
    var generator = try NoiseGenerator(
      NoiseSpecification(parsing: Self.all), samplingRate: 500)
    func draw(_ generator: inout NoiseGenerator, _ seed: UInt64, _ record: UInt32) throws
      -> Recording
    {
      var recording = clean
      _ = try generator.add(to: &recording, seed: seed, record: record)
      return recording
    }
    let first = try draw(&generator, 1, 0)
    let second = try draw(&generator, 1, 1)
    let otherSeed = try draw(&generator, 2, 0)
    #expect(first != second && first != otherSeed && second != otherSeed)
    // A used generator, a copy and a new one, in any order, and after another length.
    var copy = generator
    var short = TestRecording.make(seconds: 1.5)
    var brief = try NoiseGenerator(
      NoiseSpecification(parsing: ["white=20dB"]), samplingRate: 500)
    _ = try brief.add(to: &short, seed: 1, record: 0)
    #expect(try draw(&copy, 1, 1) == second)
    #expect(try draw(&generator, 1, 0) == first)
    #expect(try draw(&brief, 1, 0) != first)
    var new = try NoiseGenerator(NoiseSpecification(parsing: Self.all), samplingRate: 500)
    #expect(try draw(&new, 2, 0) == otherSeed)
  }

  @Test func withoutNoiseARecordingStaysAsItIs() throws {
    let clean = TestRecording.make(seconds: 1)
    let (noisy, report) = try Self.noisy([], clean)
    #expect(noisy == clean && report == NoiseReport())
  }

  @Test func theReportFitsIntoAHeader() throws {
    let (_, report) = try Self.noisy(
      ["white=20dB", "powerline=0.01mV", "lead-off=2s", "saturation=4mV"], TestRecording.make())
    let comments = report.comments
    #expect(comments.count == 4)
    #expect(comments[0].hasPrefix("noise powerline: rms 0.01 mV, SNR "))
    #expect(comments[1].contains("SNR 20.0 dB over 12 leads"))
    #expect(comments[2].hasPrefix("noise lead-off: electrode "))
    #expect(comments[3].hasPrefix("noise saturation: electrode "))
  }

  @Test func whatCannotBeDoneIsSaidAndNothingIsChanged() throws {
    func refusal(
      _ arguments: [String], _ clean: Recording, _ code: NoiseError.Code, _ part: String
    ) throws {
      var generator = try NoiseGenerator(
        NoiseSpecification(parsing: arguments), samplingRate: clean.samplingRate)
      var recording = clean
      let error = try #require(throws: NoiseError.self) {
        try generator.add(to: &recording, seed: 1, record: 0)
      }
      #expect(error.code == code)
      #expect(error.description.contains(part), "\(error)")
      // By bits, since NaN is not equal to itself.
      #expect(
        recording.channels.map { $0.millivolts.map(\.bitPattern) }
          == clean.channels.map { $0.millivolts.map(\.bitPattern) })
    }
    let clean = TestRecording.make(seconds: 1)
    var named = clean
    named.channels[1] = Channel(name: "MLII", millivolts: clean.channels[1].millivolts)
    try refusal(["white=20dB"], named, .unknownLead, "channel 'MLII'")
    var missing = clean
    missing.channels[2].millivolts[7] = .nan
    try refusal(["white=20dB"], missing, .unfitRecording, "lead III misses samples")
    let flat = TestRecording.make(seconds: 1, size: 0)
    try refusal(["white=20dB"], flat, .unfitRecording, "the recording is flat")
    let one = Recording(
      name: "one", samplingRate: 500, channels: [Channel(name: "II", millivolts: [1])])
    try refusal(["white=1mV"], one, .unfitRecording, "1 samples")
    let none = Recording(name: "none", samplingRate: 500, channels: [])
    try refusal(["white=1mV"], none, .unfitRecording, "0 channels")
    try refusal(["lead-off=2s"], clean, .badLevel, "'lead-off' of 2.0 s in a recording of 1.0 s")
    let two = TestRecording.make(leads: [.II], seconds: 3)
    try refusal(["lead-off=2s"], two, .unknownLead, "needs leads I and II")
  }

  @Test func mainsBeyondTheSamplingRateAreRefused() throws {
    let error = try #require(throws: NoiseError.self) {
      try NoiseGenerator(NoiseSpecification(parsing: ["powerline=20dB"]), samplingRate: 100)
    }
    #expect(error.code == .badLevel && error.description.contains("more than 102.0 samples"))
  }
}
