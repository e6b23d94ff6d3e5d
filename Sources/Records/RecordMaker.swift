public import Electrocardiogram
public import Noise
import RandomNumbers
import Simulator

/// Makes records, whole or a stretch at a time, one after the other on one thread.
///
/// It keeps the engine's and the noise's buffers from record to record; what it makes does not depend
/// on what it made before.
public final class RecordMaker {
  /// What was made.
  public struct Record: Sendable {
    /// The leads, with beats, waves and rhythms as annotations.
    public var recording: Recording
    /// When every wave begins, culminates and ends.
    public var truth: GroundTruth
    /// What noise each stretch got.
    public var noise: [NoiseReport]
  }

  private var engine: BatchSimulator?
  private var generator: NoiseGenerator?
  /// The stretch's leads, `[leads, samples]`.
  private var samples: [Float] = []

  /// The longest stretch in seconds that is in memory, and gets noise of its own.
  public static let longestStretch = 120.0
  /// Seconds in which the noise of a stretch gives way to that of the next.
  static let fading = 2.0

  /// Creates a maker.
  public init() {}

  /// Makes a record that memory can hold.
  ///
  /// - Throws: `NoiseError` if the noise does not fit the record.
  public func make(_ plan: PlannedRecord) throws -> Record {
    var record = Record(
      recording: Recording(name: plan.name, samplingRate: plan.order.samplingRate, channels: []),
      truth: plan.course.emptyTruth, noise: [])
    try make(plan, into: &record)
    return record
  }

  /// Makes a record in the place of another: one of the same size takes no new memory for samples.
  ///
  /// - Throws: `NoiseError` if the noise does not fit the record.
  public func make(_ plan: PlannedRecord, into record: inout Record) throws {
    record.noise.removeAll(keepingCapacity: true)
    let stretches = Stretch.all(of: plan.order)
    if stretches.count == 1 {
      record.truth = plan.course.emptyTruth
      clean(plan, stretches[0], extra: 0, truth: &record.truth, into: &record.recording)
      if !plan.order.noise.levels.isEmpty {
        var fade = NoiseFade()
        record.noise.append(try addNoise(to: &record.recording, plan, stretches[0], &fade))
      }
    } else {
      var rows: [[Double]] = []
      var reports: [NoiseReport] = []
      var whole: Recording?
      record.truth = try forEachStretch(of: plan) { stretch, report in
        if let report { reports.append(report) }
        if whole == nil {
          rows = stretch.channels.map(\.millivolts)
          whole = stretch
        } else {
          for index in rows.indices { rows[index] += stretch.channels[index].millivolts }
        }
      }
      guard var joined = whole else { preconditionFailure("a record without stretches") }
      for index in rows.indices { joined.channels[index].millivolts = rows[index] }
      (record.recording, record.noise) = (joined, reports)
    }
    record.recording.comments = []
    record.recording.annotations = record.truth.annotations(
      samplingRate: plan.order.samplingRate, sampleCount: record.recording.sampleCount)
  }

  /// Makes a record a stretch at a time.
  ///
  /// - Parameters:
  ///   - plan: The record.
  ///   - body: Takes each stretch, in order, with what noise it got.
  /// - Returns: The truth about the whole record.
  /// - Throws: `NoiseError`, and what the body throws.
  public func forEachStretch(
    of plan: PlannedRecord, _ body: (Recording, NoiseReport?) throws -> Void
  ) throws -> GroundTruth {
    let stretches = Stretch.all(of: plan.order)
    var truth = plan.course.emptyTruth
    var fade = NoiseFade()
    for stretch in stretches {
      let hasNoise = !plan.order.noise.levels.isEmpty
      let overlap = hasNoise ? stretch.overlap : 0
      var recording = Recording(
        name: plan.name, samplingRate: plan.order.samplingRate, channels: [])
      clean(plan, stretch, extra: overlap, truth: &truth, into: &recording)
      var report: NoiseReport?
      if hasNoise {
        report = try addNoise(to: &recording, plan, stretch, &fade)
      }
      try body(recording, report)
    }
    return truth
  }

  /// The leads of a stretch and some samples more, and the truth about its events.
  private func clean(
    _ plan: PlannedRecord, _ stretch: Stretch, extra: Int, truth: inout GroundTruth,
    into recording: inout Recording
  ) {
    let order = plan.order
    let rate = order.samplingRate
    let count = stretch.samples.count + extra
    let start = Double(stretch.samples.lowerBound) / rate
    let train = plan.course.train(start..<start + Double(count) / rate)
    let from = stretch.samples.lowerBound == 0 ? -Double.infinity : start
    let to = stretch.isLast ? Double.infinity : Double(stretch.samples.upperBound) / rate
    train.addWaves(to: &truth, of: from..<to, duration: order.duration)
    let grid = SampleGrid(rate: rate, count: count)
    let engine = engine?.grid == grid ? engine : BatchSimulator(grid: grid)
    self.engine = engine
    let leads = plan.course.leads
    if samples.count < leads.count * count {
      samples = [Float](repeating: 0, count: leads.count * count)
    }
    var span = samples.mutableSpan
    engine?.simulate(train.from(start), into: &span)
    recording.name = plan.name
    recording.samplingRate = rate
    if recording.channels.map(\.lead) != leads || recording.sampleCount != count {
      let empty = [Double](repeating: 0, count: count)
      recording.channels = leads.map { Channel(name: $0.rawValue, millivolts: empty) }
    }
    for index in leads.indices {
      Self.copy(
        samples.span.extracting(index * count..<(index + 1) * count),
        to: &recording.channels[index].millivolts)
    }
  }

  /// Widens a row; the loop is one that the compiler makes vectors of.
  private static func copy(_ row: Span<Float>, to wide: inout [Double]) {
    var target = wide.mutableSpan
    for sample in row.indices { target[sample] = Double(row[sample]) }
  }

  /// Adds the noise of a stretch, into which that of the stretch before fades.
  private func addNoise(
    to recording: inout Recording, _ plan: PlannedRecord, _ stretch: Stretch,
    _ fade: inout NoiseFade
  ) throws -> NoiseReport {
    let order = plan.order
    if generator?.specification != order.noise || generator?.samplingRate != order.samplingRate {
      generator = nil
    }
    var noise =
      try generator
      ?? NoiseGenerator(order.noise, samplingRate: order.samplingRate, clips: order.clips)
    generator = nil
    let count = stretch.samples.count
    let isWhole = stretch.number == 0 && stretch.isLast
    let clean = isWhole ? nil : recording
    let start = Double(stretch.samples.lowerBound) / order.samplingRate
    let report = try noise.add(
      to: &recording, seed: stretch.seed(plan.seed), record: plan.index,
      breath: plan.course.breath.map { RespiratoryCycle($0.tone.from(start)) })
    generator = noise
    if let clean {
      fade.join(&recording, clean: clean, count: count)
      if case .railMillivolts(let rail)? = order.noise.levels[.saturation] {
        for index in recording.channels.indices {
          for sample in recording.channels[index].millivolts.indices {
            let value = recording.channels[index].millivolts[sample]
            recording.channels[index].millivolts[sample] = min(max(value, -rail), rail)
          }
        }
      }
    }
    return report
  }
}
