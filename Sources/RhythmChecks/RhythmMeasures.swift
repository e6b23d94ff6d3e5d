import Electrocardiogram
import Measurement
import RhythmLibrary

/// How beats follow each other: measures that need all R peaks of a record.
struct RhythmMeasures {
  /// Time after the end of T that a pause is left to come to rest, in seconds.
  private static let restTime = 0.1
  /// Time before the R peak that ends a pause in which P and QRS lie, in seconds.
  private static let lastBeatTime = 0.4

  private let recording: Recording
  private let measures: RecordMeasures
  /// RR intervals in seconds, in the order of time.
  private let intervals: [Double]

  init(_ recording: Recording, _ measures: RecordMeasures) {
    self.recording = recording
    self.measures = measures
    let (peaks, rate) = (measures.delineation.rPeaks, measures.delineation.samplingRate)
    intervals = zip(peaks, peaks.dropFirst()).map { Double($1 - $0) / rate }
  }

  /// The values of a measure in seconds, parts of one and millivolts; none if it could not be taken.
  func values(_ measure: CriterionMeasure, lead: Lead?) -> [MeasuredValue] {
    switch measure {
    case .rrRangePart:
      guard let range = measures.value(.rrRange), let shortest = intervals.min() else { return [] }
      return [MeasuredValue(value: range / shortest, beat: nil)]
    case .rrStep:
      return zip(intervals, intervals.dropFirst()).enumerated().map { index, pair in
        MeasuredValue(value: abs(pair.1 - pair.0) / min(pair.0, pair.1), beat: index + 2)
      }
    case .pauseFromMultiple:
      guard let longest = intervals.max() else { return [] }
      let ratio = longest / intervals.sorted()[intervals.count / 2]
      return [MeasuredValue(value: abs(ratio - ratio.rounded()), beat: nil)]
    case .qtcOfMeans:
      guard let qt = measures.value(.qtInterval), !intervals.isEmpty else { return [] }
      let rr = intervals.reduce(0, +) / Double(intervals.count)
      let qtc = QTCorrection.fridericia.corrected(qtInterval: qt, rrInterval: rr)
      return [MeasuredValue(value: qtc, beat: nil)]
    case .pauseAmplitude: return lead.flatMap(pauseAmplitude).map { [$0] } ?? []
    default: preconditionFailure("\(measure) is no measure of a rhythm")
    }
  }

  private func pauseAmplitude(lead: Lead) -> MeasuredValue? {
    guard
      let longest = intervals.indices.max(by: { intervals[$0] < intervals[$1] }),
      let samples = recording.millivolts(of: lead),
      let end = measures.delineation.consensus[longest].t?.offset
    else { return nil }
    let rate = measures.delineation.samplingRate
    let first = end + Int(Self.restTime * rate)
    let last = measures.delineation.rPeaks[longest + 1] - Int(Self.lastBeatTime * rate)
    guard first < last else { return nil }
    let pause = samples[first...last]
    return MeasuredValue(
      value: (pause.max() ?? 0) - (pause.min() ?? 0), beat: longest + 1)
  }
}
