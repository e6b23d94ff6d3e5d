public import Electrocardiogram
import Foundation
import Measurement
import Synchronization

/// Fits the beats of one record after the other.
///
/// Every channel is fitted by itself, also limb leads that follow from I and II; or the eight
/// independent leads jointly as a dipole. A beat begins where the one before it ended: its kernels are
/// one of the starts of the search. The same recording and settings always give the same series.
public struct SeriesFitter: Sendable {
  /// Which beats of a record are fitted.
  public enum Beats: Sendable, Equatable {
    /// The mean of all whole beats.
    case average
    /// One beat, by its number among the R peaks.
    case index(Int)
    /// Every beat whose window lies within the record.
    case all
  }

  /// What is fitted.
  public var model: FittedBeat.Model
  /// How it is fitted.
  public var options: FitOptions
  /// Which beats.
  public var beats: Beats

  /// A series and what it took.
  public struct Result: Sendable {
    /// The fits.
    public var series: FittedSeries
    /// Processor time of each lead of each beat, or of each dipole, in milliseconds.
    public var milliseconds: [Double]
  }

  /// Keeps the settings.
  public init(model: FittedBeat.Model, options: FitOptions, beats: Beats) {
    self.model = model
    self.options = options
    self.beats = beats
  }

  /// Fits a record.
  ///
  /// A lead of a beat that cannot be fitted is flagged, and the others are fitted.
  ///
  /// - Parameters:
  ///   - recording: The recording.
  ///   - record: What the series calls it.
  ///   - channels: The channels wanted; a dipole always takes the eight independent leads.
  ///   - jobs: Threads that share the beats of a long recording; they change nothing in the series.
  /// - Returns: The series.
  /// - Throws: `MeasurementError` if there is no beat or no such channel; `FitError` if the channels
  ///   are too short for the kernels.
  public func fit(
    _ recording: Recording, record: String, channels: [ChannelName], jobs: Int = 1
  ) throws -> Result {
    let wanted = model == .dipole ? Lead.independent.map(ChannelName.init) : channels
    let cutter = try BeatCutter(recording, channels: wanted)
    let (rows, times) = try rows(of: cutter, jobs: jobs)
    return Result(
      series: FittedSeries(
        record: record, model: model, samplingRate: cutter.samplingRate,
        rrInterval: cutter.rrInterval,
        channels: model == .dipole ? FittedSeries.axes : cutter.channels, beats: rows),
      milliseconds: times)
  }

  private typealias Rows = (beats: [FittedSeries.Beat], milliseconds: [Double])

  /// Beats that are fitted one from the other; then a search begins anew, so that threads can share
  /// the beats of a long recording.
  private static let runLength = 100

  private func rows(of cutter: BeatCutter, jobs: Int) throws -> Rows {
    switch beats {
    case .average:
      return try rows([(nil, try AverageBeat(averaging: cutter))], cutter)
    case .index(let index):
      return try rows([(index, try AverageBeat(beat: index, of: cutter))], cutter)
    case .all:
      let within = cutter.rPeaks.indices.filter { cutter.isWithin(cutter.rPeaks[$0]) }
      // Says why there is no beat.
      if within.isEmpty { _ = try AverageBeat(averaging: cutter) }
      let runs = stride(from: 0, to: within.count, by: Self.runLength).map {
        Array(within[$0..<min($0 + Self.runLength, within.count)])
      }
      return try rows(of: runs, cutter, jobs: jobs)
    }
  }

  private func rows(of runs: [[Int]], _ cutter: BeatCutter, jobs: Int) throws -> Rows {
    let fitted = Mutex<[Rows?]>(Array(repeating: nil, count: runs.count))
    try RecordThreads.run(Array(runs.indices), jobs: jobs) { run in
      Swift.Result {
        try rows(
          runs[run].lazy.map { ($0, cutter.beat(averaging: [cutter.rPeaks[$0]])) }, cutter)
      }
    } collect: { run, result in
      let rows = try result.get()
      fitted.withLock { $0[run] = rows }
    }
    let all = fitted.withLock { $0.compactMap { $0 } }
    return (all.flatMap(\.beats), all.flatMap(\.milliseconds))
  }

  /// Fits beats one from the other.
  private func rows(
    _ beats: some Sequence<(index: Int?, beat: AverageBeat)>, _ cutter: BeatCutter
  ) throws -> Rows {
    var fitter: BeatFitter?
    var (rows, times): ([FittedSeries.Beat], [Double]) = ([], [])
    for (index, beat) in beats {
      var present = try fitter ?? BeatFitter(beat, model, options)
      rows.append(Self.row(index, try present.fit(beat, &times), beat, cutter))
      fitter = present
    }
    return (rows, times)
  }

  /// A beat's row, with where it lies among the R peaks.
  private static func row(
    _ index: Int?, _ fit: (parts: [FittedSeries.Part], dipole: FittedSeries.Dipole?),
    _ beat: AverageBeat, _ cutter: BeatCutter
  ) -> FittedSeries.Beat {
    let peaks = cutter.rPeaks
    func interval(_ first: Int, _ last: Int) -> Double? {
      guard peaks.indices.contains(first), peaks.indices.contains(last) else { return nil }
      return Double(peaks[last] - peaks[first]) / cutter.samplingRate
    }
    return FittedSeries.Beat(
      index: index, rSample: index.map { peaks[$0] },
      rrBefore: index.flatMap { interval($0 - 1, $0) },
      rrAfter: index.flatMap { interval($0, $0 + 1) }, beatCount: beat.beatCount,
      parts: fit.parts, dipole: fit.dipole)
  }
}

/// Fits beats of one timing, each from where the one before it ended.
private struct BeatFitter {
  private let leads: LeadFitter?
  private let dipole: DipoleFitter?
  /// The kernels of each channel's beat before.
  private var previous: [[FittedKernel]?]

  init(_ beat: AverageBeat, _ model: FittedBeat.Model, _ options: FitOptions) throws(FitError) {
    let timing = try BeatTiming(beat)
    leads = model == .lead ? try LeadFitter(timing: timing, options: options) : nil
    dipole = model == .dipole ? try DipoleFitter(timing: timing, options: options) : nil
    previous = Array(repeating: nil, count: beat.channels.count)
  }

  /// Fits a beat and adds the time of each lead, or of the dipole.
  mutating func fit(
    _ beat: AverageBeat, _ times: inout [Double]
  ) throws(FitError) -> (parts: [FittedSeries.Part], dipole: FittedSeries.Dipole?) {
    if let dipole {
      let start = ThreadClock.milliseconds
      do throws(FitError) {
        let fit = try dipole.fit(beat.millivolts)
        times.append(ThreadClock.milliseconds - start)
        return (
          fit.axes.map(FittedSeries.Part.init),
          .init(projection: fit.projection, prd: fit.prd, rankThreePRD: fit.rankThreePRD)
        )
      } catch {
        let part = FittedSeries.Part(unfitted: try Self.flag(error))
        return ([part, part, part], nil)
      }
    }
    var parts: [FittedSeries.Part] = []
    for (channel, samples) in beat.millivolts.enumerated() {
      let start = ThreadClock.milliseconds
      do throws(FitError) {
        guard let fit = try leads?.fit(samples, start: previous[channel]) else { continue }
        times.append(ThreadClock.milliseconds - start)
        previous[channel] = fit.kernels
        parts.append(FittedSeries.Part(fit))
      } catch {
        parts.append(FittedSeries.Part(unfitted: try Self.flag(error)))
      }
    }
    return (parts, nil)
  }

  /// What an error says about a beat; other errors are the record's.
  private static func flag(_ error: FitError) throws(FitError) -> FitFlag {
    switch error.code {
    case .flat: .flat
    case .notFinite: .missingSamples
    case .deficientRank: .deficientRank
    default: throw error
    }
  }
}

/// Processor time of the calling thread: other programs do not count.
enum ThreadClock {
  static var milliseconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return 1e3 * Double(time.tv_sec) + 1e-6 * Double(time.tv_nsec)
  }
}
