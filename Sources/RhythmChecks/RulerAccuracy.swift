import Electrocardiogram
import Foundation
public import Measurement
import Noise
import RandomNumbers
public import RhythmLibrary

/// How well the ruler reads records of a rhythm whose truth is known.
///
/// Records are drawn as for a check, noise enters at the electrodes, and every beat but the first and
/// last is measured. Intervals and marks are held against the simulator's truth; voltages against the
/// same samples without noise, read at the true marks.
public struct RulerAccuracy: Sendable {
  /// Intervals that are compared.
  public static let intervals: [Quantity] = [.pDuration, .prInterval, .qrsDuration, .qtInterval]
  /// Voltages that are compared, in every lead.
  public static let voltages: [Quantity] = [
    .pAmplitude, .qAmplitude, .rAmplitude, .sAmplitude, .jLevel, .j60Level, .tAmplitude,
  ]
  /// Farthest a measured R peak may be from the true one, in seconds.
  static let sameBeat = 0.08
  /// Longest time from P onset to QRS onset at which the wave belongs to the complex, in seconds.
  static let longestPR = 0.4

  /// The rhythm's name.
  public let rhythm: String
  /// Records that were measured.
  public private(set) var records = 0
  /// True beats that were found, and all.
  public private(set) var beats = (found: 0, all: 0)
  /// Errors of intervals in seconds, measured less true.
  public private(set) var intervalErrors: [Quantity: [Double]] = [:]
  /// Errors of voltages in millivolts, all leads together.
  public private(set) var voltageErrors: [Quantity: [Double]] = [:]
  /// Errors of marks over all leads.
  public private(set) var markErrors: [MarkKind: MarkErrors] = [:]

  /// Measures as many records of a rhythm as there are seeds.
  ///
  /// - Parameters:
  ///   - rhythm: The rhythm.
  ///   - seeds: One for each record: of the draw, and of the noise.
  ///   - decibels: Signal-to-noise ratio over all leads.
  ///   - samplingRate: Samples a second.
  ///   - duration: Length of the records in seconds.
  /// - Throws: `RhythmCheckError` for a record that cannot be measured.
  public init(
    _ rhythm: Rhythm, seeds: [UInt64], decibels: Double, samplingRate: Double = 500,
    duration: Double = 10
  ) throws {
    self.rhythm = rhythm.name
    for seed in seeds {
      let record = SimulatedRecord(
        rhythm, draw: RhythmDraw(rhythm, seed: seed), samplingRate: samplingRate,
        duration: duration)
      do {
        try add(record, with: Self.noisy(record.recording, decibels: decibels, seed: seed))
      } catch {
        throw RhythmCheckError(rhythm: rhythm.name, underlying: error)
      }
    }
  }

  /// The median size of an interval's or a voltage's errors; `nil` if it was never measured.
  public func medianError(_ quantity: Quantity) -> Double? {
    guard let errors = intervalErrors[quantity] ?? voltageErrors[quantity], !errors.isEmpty else {
      return nil
    }
    return errors.map { abs($0) }.sorted()[errors.count / 2]
  }

  /// The recording with white noise at its electrodes.
  static func noisy(_ recording: Recording, decibels: Double, seed: UInt64) -> Recording {
    var recording = recording
    let leads = recording.channels.compactMap(\.lead)
    let noise = WhiteNoise(
      signalToNoiseDecibels: decibels, leads: leads,
      signals: recording.channels.map(\.millivolts))
    var random = Philox(seed: seed, record: 0, stream: 3)
    let rows = noise.draw(leads: leads, count: recording.sampleCount, using: &random)
    for channel in recording.channels.indices {
      for i in rows[channel].indices {
        recording.channels[channel].millivolts[i] += rows[channel][i]
      }
    }
    return recording
  }

  private mutating func add(
    _ record: SimulatedRecord, with noisy: Recording
  ) throws(MeasurementError) {
    let rate = noisy.samplingRate
    let measured = try RecordMeasures(noisy)
    records += 1
    // The first and last beat may be cut.
    let whole = Array(record.truth.beats.dropFirst().dropLast())
    beats.all += whole.count
    var pairs: [(beat: Int, truth: TrueBeat)] = []
    for beat in whole {
      let peaks = measured.delineation.rPeaks
      guard
        let k = peaks.indices.min(by: {
          abs(Double(peaks[$0]) / rate - beat.rPeak) < abs(Double(peaks[$1]) / rate - beat.rPeak)
        }), abs(Double(peaks[k]) / rate - beat.rPeak) <= Self.sameBeat
      else { continue }
      pairs.append((k, TrueBeat(beat, record.truth.pWaves)))
    }
    beats.found += pairs.count
    let truth = try RecordMeasures(
      record.recording,
      waves: Delineation(
        samplingRate: rate, rPeaks: pairs.map { measured.delineation.rPeaks[$0.beat] },
        consensus: pairs.map { $0.truth.sampled(rate, count: noisy.sampleCount) }))
    for (index, (beat, true_)) in pairs.enumerated() {
      for quantity in Self.intervals {
        guard let known = true_.interval(quantity),
          let value = measured.perBeat(quantity)[beat]
        else { continue }
        intervalErrors[quantity, default: []].append(value - known)
      }
      for quantity in Self.voltages {
        for lead in measured.leads {
          let (own, known) = (
            measured.perBeat(quantity, lead: lead), truth.perBeat(quantity, lead: lead)
          )
          guard own.indices.contains(beat), known.indices.contains(index), let a = own[beat],
            let b = known[index]
          else { continue }
          voltageErrors[quantity, default: []].append(a - b)
        }
      }
      for kind in MarkKind.all {
        let own = measured.delineation.consensus[beat][kind.wave].flatMap { kind.instant($0) }
        markErrors[kind, default: MarkErrors()].compare(
          reference: true_.wave(kind.wave).flatMap { kind.instant($0) }.map { [$0] } ?? [],
          marks: own.map { [Double($0) / rate] } ?? [])
      }
    }
  }
}

/// What is true of one beat.
private struct TrueBeat {
  let p: TimedWave?
  let qrs: TimedWave
  let t: TimedWave?
  let rPeak: Double

  /// Takes a beat and, of all P waves, the last that begins before its complex.
  init(_ beat: GroundTruth.Beat, _ pWaves: [TimedWave]) {
    qrs = beat.qrs
    t = beat.tWave
    rPeak = beat.rPeak
    let onset = beat.qrs.onset ?? beat.rPeak
    p = pWaves.last { wave in
      wave.peak < onset && onset - (wave.onset ?? wave.peak) <= RulerAccuracy.longestPR
    }
  }

  func wave(_ wave: Wave) -> TimedWave? {
    switch wave {
    case .P: p
    case .QRS: qrs
    case .T: t
    case .U: nil
    }
  }

  func interval(_ quantity: Quantity) -> Double? {
    func between(_ first: Double?, _ last: Double?) -> Double? {
      guard let first, let last else { return nil }
      return last - first
    }
    return switch quantity {
    case .pDuration: between(p?.onset, p?.offset)
    case .prInterval: between(p?.onset, qrs.onset)
    case .qrsDuration: between(qrs.onset, qrs.offset)
    case .qtInterval: between(qrs.onset, t?.offset)
    default: nil
    }
  }

  /// The waves as samples; of those that the record cuts none.
  func sampled(_ rate: Double, count: Int) -> BeatWaves {
    func sampled(_ wave: TimedWave?) -> SampledWave? {
      guard let wave else { return nil }
      func sample(_ time: Double) -> Int { Int((time * rate).rounded()) }
      let found = SampledWave(
        onset: wave.onset.map(sample), peak: sample(wave.peak), offset: wave.offset.map(sample))
      let marks = [found.onset, found.peak, found.offset].compactMap { $0 }
      return marks.allSatisfy((0..<count).contains) ? found : nil
    }
    return BeatWaves(
      rPeak: Int((rPeak * rate).rounded()), p: sampled(p), qrs: sampled(qrs), t: sampled(t))
  }
}
