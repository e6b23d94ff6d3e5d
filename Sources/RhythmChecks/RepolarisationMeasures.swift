import Electrocardiogram
import Measurement
import RhythmLibrary

/// Shapes of ST, T and U, and the level between P and QRS, beat by beat in one lead.
///
/// Levels are means of 10 ms; those after QRS stand against the level at its onset.
struct RepolarisationMeasures {
  /// Half of the time of a level, in seconds.
  private static let half = 0.005
  /// Time after J from which on T is looked for, in seconds.
  private static let tDelay = 0.04
  /// Level in millivolts below which an ST segment is flat.
  private static let flatLevel = 0.05
  /// Part of the T wave's height by which a peak rises above the valley beside it.
  private static let prominence = 0.1
  /// Time before P over which the line between T and P is read, in seconds.
  private static let lineTime = 0.03

  private let samples: [Double]
  private let measures: RecordMeasures
  private let lead: Lead
  private let rate: Double

  init?(_ recording: Recording, _ measures: RecordMeasures, lead: Lead?) {
    guard let lead, let samples = recording.millivolts(of: lead) else { return nil }
    self.samples = samples
    self.measures = measures
    self.lead = lead
    rate = measures.delineation.samplingRate
  }

  /// Values in seconds, millivolts and plain numbers, without those of the first and the last beat.
  func values(_ measure: CriterionMeasure) -> [MeasuredValue] {
    let beats = measures.delineation.consensus
    return beats.indices.dropFirst().dropLast().compactMap { beat in
      value(measure, beats[beat], beat).map { MeasuredValue(value: $0, beat: beat) }
    }
  }

  private func value(_ measure: CriterionMeasure, _ waves: BeatWaves, _ beat: Int) -> Double? {
    func height(_ quantity: Quantity) -> Double? {
      let values = measures.perBeat(quantity, lead: lead)
      return values.indices.contains(beat) ? values[beat] : nil
    }
    switch measure {
    case .uToTRatio: return Self.ratio(height(.uAmplitude), height(.tAmplitude))
    case .jToTRatio: return Self.ratio(height(.jLevel), height(.tAmplitude))
    case .j80Rise:
      guard let j = height(.jLevel), let later = height(.j80Level) else { return nil }
      return later - j
    case .prLevel:
      guard let p = waves.p, let first = p.onset, let last = waves.qrs?.onset else { return nil }
      let before = max(0, first - Int(Self.lineTime * rate))
      let line = samples[before...first].reduce(0, +) / Double(first - before + 1)
      return level(last - Int(2 * Self.half * rate)) - line
    case .jToTPeak: return tWave(waves).map { Double($0.peak - $0.j) / rate }
    case .tPeaks: return tWave(waves).map { Double(peaks($0.values)) }
    case .flatSTDuration: return flatTime(waves)
    default: preconditionFailure("\(measure) is no measure of repolarisation")
    }
  }

  private static func ratio(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b, b > 0 else { return nil }
    return a / b
  }

  private func level(_ sample: Int) -> Double {
    let reach = Int(Self.half * rate)
    let range = max(0, sample - reach)...min(samples.count - 1, sample + reach)
    return samples[range].reduce(0, +) / Double(range.count)
  }

  /// T from J + 40 ms to its end against the level at QRS onset, its polarity made positive.
  private func tWave(_ waves: BeatWaves) -> (j: Int, peak: Int, values: [Double])? {
    guard let onset = waves.qrs?.onset, let j = waves.qrs?.offset, let end = waves.t?.offset
    else { return nil }
    let (first, base) = (j + Int(Self.tDelay * rate), level(onset))
    guard first < end, end < samples.count else { return nil }
    let heights = (first...end).map { level($0) - base }
    guard let top = heights.max(by: { abs($0) < abs($1) }),
      let peak = heights.firstIndex(of: top)
    else { return nil }
    return (j, first + peak, top < 0 ? heights.map { -$0 } : heights)
  }

  /// Peaks that rise a tenth of the highest above the valleys between them.
  private func peaks(_ heights: [Double]) -> Int {
    let least = Self.prominence * (heights.max() ?? 0)
    var (count, isRising) = (0, true)
    var (low, high) = (heights.first ?? 0, heights.first ?? 0)
    for height in heights {
      if isRising {
        high = max(high, height)
        if height < high - least {
          count += 1
          (isRising, low) = (false, height)
        }
      } else {
        low = min(low, height)
        if height > low + least { (isRising, high) = (true, height) }
      }
    }
    return count
  }

  /// Time after J + 10 ms for which the lead stays flat.
  private func flatTime(_ waves: BeatWaves) -> Double? {
    guard let onset = waves.qrs?.onset, let j = waves.qrs?.offset else { return nil }
    let (first, base) = (j + Int(2 * Self.half * rate), level(onset))
    guard first < samples.count else { return nil }
    let end = (first..<samples.count).first { abs(level($0) - base) >= Self.flatLevel }
    return Double((end ?? samples.count) - j) / rate
  }
}
