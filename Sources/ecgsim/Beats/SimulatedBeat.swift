import Electrocardiogram
import Figures
import Simulator

/// A beat with its samples and truth, as `beat` writes and prints it.
struct SimulatedBeat: Encodable, Sendable {
  let rhythm: String
  let samplingRate: Double
  let heartRatePerMinute: Double
  let leads: [Lead]
  /// `[lead][sample]`, mV.
  let millivolts: [[Double]]
  let truth: GroundTruth
  let integrator: String
  let seed: UInt64
  let version = Version.current
  let notice = Version.notice

  /// Simulates a beat.
  ///
  /// - Parameters:
  ///   - beat: The beat.
  ///   - maker: What made it.
  ///   - selection: The leads wanted.
  ///   - solver: What integrates it.
  ///   - engine: The batch engine, for the beat's grid.
  ///   - seed: Seed of its scatter.
  /// - Throws: a failure for a lead that is not there; `SolverError` from CVODES.
  init(
    _ beat: SingleBeat, of maker: BeatMaker, leads selection: LeadSelection,
    solver: SingleBeat.Solver, engine: BatchSimulator?, seed: UInt64
  ) throws {
    rhythm = maker.name
    samplingRate = beat.grid.rate
    heartRatePerMinute = 60 / beat.rrInterval
    leads = try selection.chosen(from: maker.leads, of: maker.name)
    let count = beat.grid.count
    let rows = leads.map { (maker.leads.firstIndex(of: $0) ?? 0) * count }
    if solver == .batch, let engine {
      let all = engine.simulate([beat.train])
      millivolts = rows.map { all[$0..<$0 + count].map { Double($0) } }
    } else {
      let all = try beat.simulate(with: solver)
      millivolts = rows.map { Array(all[$0..<$0 + count]) }
    }
    truth = beat.truth
    integrator =
      solver == .cvodes
      ? "CVODES" : BatchSimulator.integrator(for: beat.train.heart).rawValue
    self.seed = seed
  }

  /// The beat as a recording with its annotations.
  var recording: Recording {
    Recording(
      name: rhythm, samplingRate: samplingRate,
      channels: zip(leads, millivolts).map { Channel(name: $0.rawValue, millivolts: $1) },
      annotations: truth.annotations(
        samplingRate: samplingRate, sampleCount: millivolts.first?.count ?? 0),
      comments: [
        "rhythm: \(rhythm)", "seed: \(seed)", "ECGWorkbench \(version)", notice,
      ])
  }

  /// The beat on paper with its waves marked.
  func figure() throws -> BeatFigure {
    let marks =
      truth.pWaves.map { BeatFigure.MarkedWave(.P, $0) }
      + truth.beats.flatMap { beat in
        [BeatFigure.MarkedWave(.QRS, beat.qrs)]
          + (beat.tWave.map { [BeatFigure.MarkedWave(.T, $0)] } ?? [])
      }
    return try BeatFigure(
      recording,
      heading:
        "\(heartRatePerMinute.formatted(0))/min, \(samplingRate.formatted(0)) Hz, seed \(seed)",
      waves: marks, enlargement: 2, isSynthetic: true)
  }

  /// A row of the report: rate, intervals by construction, R in II.
  ///
  /// - Parameter isConducted: Whether P belongs to the QRS that follows; else there is no PR interval.
  /// - Returns: The row's cells.
  func summary(isConducted: Bool) -> [String] {
    let beat = truth.beats.first { (0..<60 / heartRatePerMinute).contains($0.rPeak) }
    let qrs = beat?.qrs
    let pOnset = truth.pWaves.last { wave in
      (wave.onset ?? .infinity) < (qrs?.onset ?? -.infinity)
    }?.onset
    func milliseconds(_ start: Double?, _ end: Double?) -> String {
      guard let start, let end else { return "-" }
      return ((end - start) * 1000).formatted(0)
    }
    return [
      rhythm, heartRatePerMinute.formatted(0),
      milliseconds(isConducted ? pOnset : nil, qrs?.onset),
      milliseconds(qrs?.onset, qrs?.offset), milliseconds(qrs?.onset, beat?.tWave?.offset),
      qrs.flatMap(rHeight)?.formatted(2) ?? "-", String(leads.count),
    ]
  }

  /// The highest potential of lead II within QRS over that at its onset, in mV; `nil` if there is no
  /// lead II or nothing rises.
  private func rHeight(_ qrs: TimedWave) -> Double? {
    guard let row = leads.firstIndex(of: .II), let onset = qrs.onset, let offset = qrs.offset
    else { return nil }
    let samples = millivolts[row]
    func sample(_ time: Double) -> Int {
      min(max(Int((time * samplingRate).rounded()), 0), samples.count - 1)
    }
    guard sample(onset) < sample(offset) else { return nil }
    let height = (samples[sample(onset)...sample(offset)].max() ?? 0) - samples[sample(onset)]
    return height > 0 ? height : nil
  }
}
