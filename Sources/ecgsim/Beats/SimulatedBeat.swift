import Electrocardiogram
import Figures
import Simulator

/// A beat with its samples and truth, as `beat` writes and prints it.
struct SimulatedBeat: Encodable {
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

  init(
    _ beat: SingleBeat, of source: BeatSource, leads selection: LeadSelection,
    solver: SingleBeat.Solver, seed: UInt64
  ) throws {
    rhythm = source.name
    samplingRate = beat.grid.rate
    heartRatePerMinute = 60 / beat.rrInterval
    let available = beat.train.leads
    leads = try selection.chosen(from: available, of: source.name)
    let all = try beat.simulate(with: solver)
    let count = beat.grid.count
    millivolts = leads.map { lead in
      let row = available.firstIndex(of: lead) ?? 0
      return Array(all[row * count..<(row + 1) * count])
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
  var summary: [String] {
    let beat = truth.beats.first { (0..<60 / heartRatePerMinute).contains($0.rPeak) }
    let pOnset = truth.pWaves.last { wave in
      (wave.onset ?? .infinity) < (beat?.qrs.onset ?? -.infinity)
    }?.onset
    func milliseconds(_ start: Double?, _ end: Double?) -> String {
      guard let start, let end else { return "-" }
      return ((end - start) * 1000).formatted(0)
    }
    let two = leads.firstIndex(of: .II).flatMap { millivolts[$0].max() }
    return [
      rhythm, heartRatePerMinute.formatted(0), milliseconds(pOnset, beat?.qrs.onset),
      milliseconds(beat?.qrs.onset, beat?.qrs.offset),
      milliseconds(beat?.qrs.onset, beat?.tWave?.offset), two?.formatted(2) ?? "-",
      String(leads.count),
    ]
  }
}
