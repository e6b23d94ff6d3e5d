import Electrocardiogram
import Measurement
import RhythmLibrary

/// By how much even and odd beats of a record differ, as a part of the larger.
///
/// QRS is compared by its peak-to-peak height, T sample by sample, as are the averaged even and odd beats
/// of the modified moving average method: the largest difference between J + 40 ms and the end of T over
/// the largest height there. The extreme of a T wave with two parts would jump from one to the other and
/// its sign with it, which is no alternans; and one that alternates in shape alone has the same extreme. Source: Nearing and Verrier, J Appl Physiol 92:541 (2002).
struct AlternansMeasures {
  /// Height in mV below which parts say nothing: a tenth of it, 10 µV, is a fifth of the 47 µV from which
  /// T wave alternans is called abnormal (Verrier et al., J Am Coll Cardiol 58:1309, 2011).
  static let leastHeight = 0.1
  /// Time after J at which T may begin, in seconds.
  private static let tDelay = 0.04
  /// The level is that from twice this time before QRS to once, in seconds.
  private static let levelTime = 0.01
  /// Time from one compared sample of T to the next, in seconds.
  private static let step = 0.004

  private let recording: Recording
  private let measures: RecordMeasures

  init(_ recording: Recording, _ measures: RecordMeasures) {
    self.recording = recording
    self.measures = measures
  }

  /// Parts of one; none with fewer than four beats or an unknown lead.
  func values(_ measure: CriterionMeasure, lead: Lead?) -> [MeasuredValue] {
    let alternations: [Alternation]
    switch measure {
    case .qrsAlternans:
      alternations = Alternation(measures.perBeat(.qrsAmplitude, lead: lead)).map { [$0] } ?? []
    case .tAlternans: alternations = ofT(lead: lead)
    default: preconditionFailure("\(measure) is no measure of alternans")
    }
    guard let height = alternations.map(\.larger).max() else { return [] }
    let difference = alternations.reduce(0) { max($0, $1.part * $1.larger) }
    return [MeasuredValue(value: difference / max(height, Self.leastHeight), beat: nil)]
  }

  /// The alternation of every sample of T over the level just before QRS.
  ///
  /// Nothing moves there, while at the onset one sample is a jump. Beats lie on the middle of QRS, since R may have two peaks.
  private func ofT(lead: Lead?) -> [Alternation] {
    guard let samples = lead.flatMap(recording.millivolts) else { return [] }
    let rate = measures.delineation.samplingRate
    let beats = measures.delineation.consensus.map { beat -> Beat? in
      guard let onset = beat.qrs?.onset, let j = beat.qrs?.offset else { return nil }
      return Beat(middle: (onset + j) / 2, onset: onset, j: j, end: beat.t?.offset)
    }
    func median(_ distance: (Beat) -> Int?) -> Int? {
      let middles = beats.compactMap { beat in beat.flatMap(distance).map(Double.init) }
      return OrderedMedian.of(middles).map { Int($0) }
    }
    guard let onset = median({ $0.onset - $0.middle }), let j = median({ $0.j - $0.middle }),
      let end = median({ beat in beat.end.map { $0 - beat.middle } })
    else { return [] }
    let levelLength = Int(Self.levelTime * rate)
    let levels = beats.map { beat -> Double? in
      guard let last = beat.map({ $0.middle + onset - levelLength }), last >= levelLength else {
        return nil
      }
      return samples[last - levelLength...last].reduce(0, +) / Double(levelLength + 1)
    }
    let first = j + Int(Self.tDelay * rate)
    return stride(from: first, through: end, by: max(1, Int(Self.step * rate))).compactMap {
      offset in
      Alternation(
        zip(beats, levels).map { beat, level in
          guard let beat, let level, beat.middle + offset < samples.count else { return nil }
          return samples[beat.middle + offset] - level
        })
    }
  }

  /// The samples of a beat that T is compared by.
  private struct Beat {
    let middle: Int
    let onset: Int
    let j: Int
    let end: Int?
  }
}
