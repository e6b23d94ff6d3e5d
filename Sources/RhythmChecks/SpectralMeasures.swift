import Electrocardiogram
import Foundation
import Measurement
import RhythmLibrary

/// Frequencies and sizes of what never rests: fibrillation of the atria and of the ventricles.
struct SpectralMeasures {
  /// Frequencies that are looked at, in hertz.
  private static let frequencies = Array(stride(from: 0.5, through: 15, by: 0.1))
  /// Samples a second that are looked at, at least: five times mains.
  private static let leastRate = 250.0
  /// Half of the band about the peak, in hertz.
  private static let halfBand = 0.5
  /// Window before QRS in seconds in which a P wave would lie.
  private static let window = (first: 0.28, last: 0.02)

  private let recording: Recording
  private let measures: RecordMeasures
  private let rate: Double

  init(_ recording: Recording, _ measures: RecordMeasures) {
    self.recording = recording
    self.measures = measures
    rate = recording.samplingRate
  }

  /// Values in hertz, millivolts and parts of one; none if they could not be taken.
  func values(_ measure: CriterionMeasure, lead: Lead?) -> [MeasuredValue] {
    let value: Double? =
      switch measure {
      case .dominantFrequency:
        lead.flatMap(recording.millivolts).flatMap { Self.peak(spectrum($0)) }
      case .powerNearPeak: lead.flatMap(recording.millivolts).flatMap { nearPeak(spectrum($0)) }
      case .amplitudePerSecond: lead.flatMap(recording.millivolts).map(amplitudePerSecond)
      case .speedCrest: speedCrest
      case .fWaveFrequency: lead.flatMap(fWaveFrequency)
      case .lockedPart: lead.flatMap(recording.millivolts).flatMap(lockedPart)
      case .rrPatternError: patternError
      default: preconditionFailure("\(measure) is no measure of a spectrum")
      }
    return value.map { [MeasuredValue(value: $0, beat: nil)] } ?? []
  }

  // MARK: - Spectra

  /// Mean power at `frequencies` of the open samples over stretches of 10 s, each under a Hann window.
  ///
  /// The frequencies are as close as such a stretch can tell apart; of longer ones they would miss
  /// what lies between them.
  private func spectrum(_ samples: [Double], isOpen: [Bool]? = nil) -> [Double] {
    let mean = samples.reduce(0, +) / Double(max(samples.count, 1))
    let length = min(samples.count, Int(TenSeconds.length * rate))
    guard length > 0 else { return [] }
    // Mains and muscle above half of the rate that is left would fold into the band.
    let step = max(1, Int(rate / Self.leastRate))
    var power = [Double](repeating: 0, count: Self.frequencies.count)
    for first in stride(from: 0, through: samples.count - length, by: length) {
      let values = stride(from: 0, to: length, by: step).map { place -> Double in
        guard isOpen?[first + place] ?? true else { return 0 }
        let hann = sin(.pi * (Double(place) + 0.5) / Double(length))
        return hann * hann * (samples[first + place] - mean)
      }
      for (index, frequency) in Self.frequencies.enumerated() {
        power[index] += Self.power(of: values, turn: 2 * .pi * frequency * Double(step) / rate)
      }
    }
    return power
  }

  /// |Σ x[n] exp(-i n turn)|² by Goertzel's recursion.
  ///
  /// Source: Goertzel, Amer Math Monthly 65:34 (1958).
  static func power(of values: [Double], turn: Double) -> Double {
    let factor = 2 * cos(turn)
    var (last, before) = (0.0, 0.0)
    for value in values { (last, before) = (value + factor * last - before, last) }
    return last * last + before * before - factor * last * before
  }

  private static func peak(_ power: [Double]) -> Double? {
    power.indices.max { power[$0] < power[$1] }.map { frequencies[$0] }
  }

  /// Part of the power within the band about its peak.
  private func nearPeak(_ power: [Double]) -> Double? {
    guard let peak = Self.peak(power) else { return nil }
    let near = zip(Self.frequencies, power).filter { abs($0.0 - peak) <= Self.halfBand + 1e-9 }
    let all = power.reduce(0, +)
    return all > 0 ? near.reduce(0) { $0 + $1.1 } / all : nil
  }

  private func fWaveFrequency(lead: Lead) -> Double? {
    guard let row = Lead.independent.firstIndex(of: lead) else { return nil }
    let residual = VentricularResidual(recording, measures.delineation)
    return Self.peak(spectrum(residual.leads[row], isOpen: residual.isOpen))
  }

  // MARK: - Sizes

  /// The median of peak to peak over whole seconds.
  private func amplitudePerSecond(_ samples: [Double]) -> Double {
    let length = Int(rate)
    let sizes = stride(from: 0, through: samples.count - length, by: length).map { first in
      let second = samples[first..<first + length]
      return (second.max() ?? 0) - (second.min() ?? 0)
    }
    return OrderedMedian.of(sizes) ?? 0
  }

  /// The 99th percentile of the spatial speed over its median: QRS complexes are short and fast.
  private var speedCrest: Double? {
    let leads = Lead.independent.compactMap { recording.millivolts(of: $0) }
    let step = max(1, Int(0.004 * rate))
    let speeds = stride(from: step, to: recording.sampleCount, by: step).map { place in
      leads.reduce(0) { $0 + ($1[place] - $1[place - step]) * ($1[place] - $1[place - step]) }
        .squareRoot()
    }.sorted()
    guard let median = OrderedMedian.of(speeds), median > 0 else { return nil }
    return speeds[speeds.count * 99 / 100] / median
  }

  /// Peak to peak of the mean window before QRS over the median of single ones, lines removed.
  private func lockedPart(_ samples: [Double]) -> Double? {
    let (first, last) = (Int(Self.window.first * rate), Int(Self.window.last * rate))
    let windows = measures.delineation.consensus.compactMap { $0.qrs?.onset }
      .filter { $0 >= first && $0 < samples.count }
      .map { Self.withoutLine(Array(samples[$0 - first..<$0 - last])) }
    guard windows.count > 1 else { return nil }
    let mean = windows[0].indices.map { place in
      windows.reduce(0) { $0 + $1[place] } / Double(windows.count)
    }
    guard let single = OrderedMedian.of(windows.map(Self.range)), single > 0 else { return nil }
    return Self.range(mean) / single
  }

  private static func range(_ samples: [Double]) -> Double {
    (samples.max() ?? 0) - (samples.min() ?? 0)
  }

  /// The samples less their least-squares line.
  private static func withoutLine(_ samples: [Double]) -> [Double] {
    let middle = Double(samples.count - 1) / 2
    let mean = samples.reduce(0, +) / Double(samples.count)
    var (xy, xx) = (0.0, 0.0)
    for (place, sample) in samples.enumerated() {
      let x = Double(place) - middle
      xy += x * (sample - mean)
      xx += x * x
    }
    return samples.enumerated().map { $1 - mean - xy / xx * (Double($0) - middle) }
  }

  // MARK: - RR

  /// The least mean difference of RR intervals one to four beats apart, over the mean interval.
  private var patternError: Double? {
    let peaks = measures.delineation.rPeaks
    let intervals = zip(peaks.dropFirst(), peaks).map { Double($0 - $1) }
    guard intervals.count > 5 else { return nil }
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    return (1...4).map { lag in
      let differences = zip(intervals.dropFirst(lag), intervals).map { abs($0 - $1) }
      return differences.reduce(0, +) / Double(differences.count) / mean
    }.min()
  }
}
