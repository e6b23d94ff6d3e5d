import Electrocardiogram
import Fitting
import Foundation
import Measurement

/// How well and how fast real beats are fitted, by effort, beside SciPy on the same beats.
struct FitBench {
  /// One lead of one record's average beat.
  struct Beat {
    let timing: BeatTiming
    let millivolts: [Double]
  }

  /// Evaluations of the search that the curve has a row for.
  static let efforts = [0, 60, 125, FitOptions.standard, 500, 1000, 4000, FitOptions.thorough]

  let beats: [Beat]
  /// Records without a beat to fit.
  let skipped: Int

  /// Cuts one lead of each of some records of a folder, evenly spread over it, the leads in turn.
  init(folder: String, count: Int, reading: RecordOptions) throws {
    let records = try FitFolder.records(in: folder)
    let taken = min(count, records.count)
    var (beats, reasons) = ([Beat](), [String]())
    for index in 0..<taken {
      do {
        beats.append(try Self.beat(records[index * records.count / taken], index, reading))
      } catch {
        reasons.append("\(error)")
      }
    }
    guard !beats.isEmpty else {
      throw Failure(
        .badInput,
        "\(folder): none of \(taken) records has a beat to fit; of the first: "
          + (reasons.first ?? "there is none"))
    }
    self.beats = beats
    skipped = reasons.count
  }

  private static func beat(
    _ record: String, _ index: Int, _ reading: RecordOptions
  ) throws -> Beat {
    let recording = try reading.read(record)
    let average = try AverageBeat(averaging: BeatCutter(recording, channels: nil))
    let beat = average.withoutFlatLeads().beat
    let timing = try BeatTiming(beat)
    // A beat too short for the most kernels is no beat to compare.
    for count in kernels {
      _ = try LeadFitter(timing: timing, options: FitOptions(kernelCount: count))
    }
    return Beat(timing: timing, millivolts: beat.millivolts[index % beat.millivolts.count])
  }

  /// Fits all beats with one effort.
  func fit(kernels: Int, effort: Int) throws -> FitBenchReport.Row {
    var options = FitOptions(kernelCount: kernels)
    options.searchEvaluations = effort
    var (prd, milliseconds) = ([Double](), [Double]())
    for beat in beats {
      let fitter = try LeadFitter(timing: beat.timing, options: options)
      let start = ProcessorTime.now
      prd.append(try fitter.fit(beat.millivolts).quality.prd)
      milliseconds.append(1e3 * (ProcessorTime.now - start))
    }
    return FitBenchReport.Row(
      kernels: kernels, method: "ecgsim", effort: effort, prd: prd, milliseconds: milliseconds)
  }

  /// Fits all beats with SciPy.
  func fitWithSciPy(
    kernels: Int, starts: Int
  ) throws -> (rows: [FitBenchReport.Row], peer: FitBenchReport.Peer) {
    let job = SciPyPeer.Job(
      kernels: kernels, starts: starts,
      beats: beats.map { .init(samplingRate: $0.timing.samplingRate, millivolts: $0.millivolts) })
    let outcome = try SciPyPeer.fit(job)
    guard let figures = outcome.figures else {
      return ([], FitBenchReport.Peer(version: nil, reason: outcome.reason))
    }
    let rows = [
      FitBenchReport.Row(
        kernels: kernels, method: "SciPy, greedy start", prd: figures.greedyPRD,
        milliseconds: figures.greedyMilliseconds),
      FitBenchReport.Row(
        kernels: kernels, method: "SciPy, best of \(starts) starts", prd: figures.bestPRD,
        milliseconds: figures.bestMilliseconds),
    ]
    return (rows, FitBenchReport.Peer(version: figures.version, reason: nil))
  }

  /// Kernels of the fits that are compared.
  static let kernels = [7, 12]

  /// Fits all beats with every effort and with SciPy.
  func report(_ options: FitBenchOptions, quiet: Bool) throws -> FitBenchReport {
    var report = FitBenchReport(beats: beats.count, skipped: skipped)
    let progress = Progress(total: Self.kernels.count * (options.efforts.count + 1), quiet: quiet)
    for kernels in Self.kernels {
      for effort in options.efforts {
        report.add([try fit(kernels: kernels, effort: effort)])
        progress.step(of: "rows")
      }
      let peer = try fitWithSciPy(kernels: kernels, starts: options.starts)
      report.add(peer.rows)
      report.sciPy = peer.peer
      progress.step(of: "rows")
    }
    return report
  }
}
