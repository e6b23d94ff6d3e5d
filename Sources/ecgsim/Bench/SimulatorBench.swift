import CardiacModel
import Conduction
import Electrocardiogram
import Foundation
import ODESolver
import RandomNumbers
import RhythmLibrary
import Simulator

/// The simulators at work on beats of 60 bpm, 500 samples, twelve leads.
enum SimulatorBench {
  static let grid = SampleGrid(rate: 500, count: 500)
  static let clock = PhaseClock(zeroAt: 0.4, period: 1)
  /// Samples of a beat's twelve leads.
  static var beatSize: Int { 12 * grid.count }
  /// Beats held at a time: six megabytes, so that they really go to memory, not only to the first
  /// cache.
  static let places = 256
  /// Kernels an axis of the published adult dipole, whose sizes the random one has.
  static let adultKernels = [10, 8, 9]
  static var adultKernelCount: Int { adultKernels.reduce(0, +) }

  /// Trains with different kernels, so that no beat is computed twice.
  static func trains(basis: Heart.Basis, kernels: [Int]) -> [BeatTrain] {
    (0..<64).map { record in
      var random = Philox(seed: 1, record: UInt32(record))
      let sources = kernels.map { count in
        Source(
          waves: (0..<count).map { index in
            // P, narrow QRS kernels and broad T kernels, as a heart has them.
            let place = Double(index) / Double(count - 1)
            let wave: Wave = place < 0.25 ? .P : place < 0.75 ? .QRS : .T
            let phase = wave == .P ? -1 : wave == .QRS ? 0.6 * (place - 0.5) : 1.7
            let width = wave == .P ? 0.09 : wave == .QRS ? 0.045 : 0.28
            return GaussianWave(
              wave: wave, phase: phase + 0.05 * random.normal(), amplitude: random.normal(),
              width: width * (1 + 0.3 * random.uniform()))
          })
      }
      return BeatTrain(
        heart: Heart(basis: basis, sources: sources), atrialClock: clock, ventricularClock: clock)
    }
  }

  static func eightLeadTrains() -> [BeatTrain] {
    trains(basis: .leads(Lead.independent), kernels: [Int](repeating: 7, count: 8))
  }

  static func dipoleTrains() -> [BeatTrain] { trains(basis: .dipole, kernels: adultKernels) }

  /// One beat of a preset at 60 bpm, pulses included.
  ///
  /// - Throws: `UnsteadyRhythm` if no beat is like all others.
  static func trains(of rhythm: Rhythm) throws(UnsteadyRhythm) -> [BeatTrain] {
    [try SingleBeat(rhythm, heartRatePerMinute: 60, samplingRate: 500, varying: nil).train]
  }

  /// Times the batch engine writing beats into memory.
  static func batch(_ name: String, _ trains: [BeatTrain], seconds: Double) -> BenchReport.Row {
    let simulator = BatchSimulator(grid: grid)
    let size = beatSize
    var leads = [Float](repeating: 0, count: places * size)
    var span = leads.mutableSpan
    var beats = 0
    let start = ProcessorTime.now
    var elapsed = 0.0
    while elapsed < seconds {
      for _ in 0..<256 {
        simulator.simulate(
          trains[beats % trains.count], into: &span, at: beats % places * size)
        beats += 1
      }
      elapsed = ProcessorTime.now - start
    }
    let exponentials = trains.reduce(0) { $0 + simulator.exponentialCount(of: $1) }
    return BenchReport.Row(
      name: name, integrator: BatchSimulator.integrator(for: trains[0].heart).rawValue,
      beatsPerSecond: Double(beats) / elapsed,
      exponentialsPerBeat: Double(exponentials) / Double(trains.count),
      bytesPerBeat: Double(size * MemoryLayout<Float>.stride))
  }

  /// Times the whole way of `beat --count`: beats of drawn patients with their truth, in files.
  ///
  /// - Throws: if the files cannot be written in the folder for temporary files.
  static func endToEnd(
    _ name: String, _ rhythm: Rhythm, seconds: Double
  ) throws -> BenchReport.Row {
    let run = BeatRun(
      makers: [try BeatMaker(.rhythm(rhythm), heartRatePerMinute: 60, samplingRate: grid.rate)],
      count: 1_000_000, leads: .all, solver: .batch, varies: true, seed: 1)
    let folder = FileManager.default.temporaryDirectory.path + "/ecgsim-bench-\(getpid())"
    var beats = 0
    var elapsed = 0.0
    try WholeFile.withFolder(folder) {
      let file = try BeatFile(path: folder + "/beats.npy")
      let files = try OutputFiles([("--output", file.path)])
      let first = try run.beats(0..<1)[0]
      let start = ProcessorTime.now
      while elapsed < seconds {
        // The files hold 25 MB, however long this takes; each replaces the one before.
        var writer = try BeatWriter(
          file, total: run.total, first: first, staged: (file.path, file.truthPath))
        for _ in 0..<16 {
          let numbers = beats..<beats + 64
          try writer.write(
            BeatPiece(try run.beats(numbers), as: .npy, printsJSON: false), into: files)
          beats = numbers.upperBound
        }
        try writer.finish()
        elapsed = ProcessorTime.now - start
      }
    }
    return BenchReport.Row(
      name: name, integrator: BatchSimulator.Integrator.exactFlow.rawValue,
      beatsPerSecond: Double(beats) / elapsed)
  }

  /// Times CVODES.
  static func reference(
    _ name: String, _ train: BeatTrain, seconds: Double
  ) throws -> BenchReport.Row {
    let simulator = ReferenceSimulator(
      method: .adams, tolerances: Tolerances(relative: 1e-10, absolute: 1e-12))
    var beats = 0
    let start = ProcessorTime.now
    var elapsed = 0.0
    while elapsed < seconds {
      _ = try simulator.leads(of: train, on: grid)
      beats += 1
      elapsed = ProcessorTime.now - start
    }
    return BenchReport.Row(
      name: name, integrator: "CVODES, Adams", beatsPerSecond: Double(beats) / elapsed)
  }
}

/// The processor time of this process: what other programs do does not count.
enum ProcessorTime {
  /// Seconds used so far, by all threads.
  static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
