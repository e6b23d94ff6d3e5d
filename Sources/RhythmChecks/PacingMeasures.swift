import Electrocardiogram
import Measurement
import RhythmLibrary

/// What pulses of a pacemaker do: which of them capture, which should have been withheld.
struct PacingMeasures {
  /// Longest time in seconds from a pulse to the wave that it causes.
  private static let captureTime = 0.04
  /// Time in seconds after QRS in which ventricles cannot answer.
  private static let refractoryTime = 0.4
  /// Time in seconds after a pulse without any wave that shows it lost.
  private static let lostTime = 0.15
  /// Times in seconds after a QRS complex at which a pulse shows that it was not sensed.
  private static let notSensed = 0.05...0.5
  /// Longest time in seconds from a pulse to the R peak of its beat.
  private static let longestToPeak = 0.25

  private let recording: Recording
  private let measures: RecordMeasures
  private let rate: Double
  private let pulses: [Int]
  private let peaks: [Int]
  private let duration: Double

  init(_ recording: Recording, _ measures: RecordMeasures) {
    self.recording = recording
    self.measures = measures
    rate = measures.delineation.samplingRate
    pulses = measures.pulses.map(\.sample)
    peaks = measures.delineation.rPeaks
    duration = Double(recording.sampleCount) / rate
  }

  /// Values in seconds, parts of one and counts; those of beats without the first and the last.
  func values(_ measure: CriterionMeasure) -> [MeasuredValue] {
    guard !pulses.isEmpty, peaks.count > 2 else { return [] }
    func whole(_ value: Double) -> [MeasuredValue] { [MeasuredValue(value: value, beat: nil)] }
    func seconds(_ samples: Int) -> Double { Double(samples) / rate }
    switch measure {
    case .lastPulseToQRS:
      let capture = PacingCapture(recording)
      return wholeBeats.compactMap { beat in
        guard let pulse = own(beat).last else { return nil }
        let delay = capture.delay(pulse: pulse, nextPeak: peaks[beat])
        return MeasuredValue(value: delay ?? .infinity, beat: beat)
      }
    case .pulseToP:
      return wholeBeats.compactMap { beat in
        guard let pulse = own(beat).first else { return nil }
        let onset = measures.delineation.consensus[beat].p?.onset
        return MeasuredValue(value: onset.map { seconds($0 - pulse) } ?? .infinity, beat: beat)
      }
    case .pulsePairInterval:
      return wholeBeats.compactMap { beat in
        guard let first = own(beat).first, let last = own(beat).last else { return nil }
        return MeasuredValue(value: seconds(last - first), beat: beat)
      }
    case .pulseIntervalRange:
      let intervals = zip(pulses.dropFirst(), pulses).map(-)
      guard let low = intervals.min(), let high = intervals.max() else { return [] }
      return whole(seconds(high - low))
    case .lostPulsesInTenSeconds:
      return whole(Double(TenSeconds.fewest(lost.map(seconds), of: duration)))
    case .unexplainedPulses:
      let explained = Set(lost + capturing.map(\.pulse))
      return whole(Double(inner.count { !explained.contains($0) }))
    case .pulsesAfterNativeInTenSeconds:
      let late = pulses.filter { pulse in
        native.contains { Self.notSensed.contains(seconds(pulse - onset(of: $0))) }
      }
      return whole(Double(TenSeconds.fewest(late.map(seconds), of: duration)))
    case .nativeBeatPart: return whole(Double(native.count) / Double(peaks.count))
    default: preconditionFailure("\(measure) is no measure of pacing")
    }
  }

  /// Beats that another beat precedes and follows.
  private var wholeBeats: Range<Int> { 1..<peaks.count - 1 }

  /// Pulses between the first and the last beat.
  private var inner: [Int] { pulses.filter { $0 > peaks[0] && $0 < peaks[peaks.count - 1] } }

  /// Pulses between the R peak before a beat and its own.
  private func own(_ beat: Int) -> [Int] {
    pulses.filter { $0 > peaks[beat - 1] && $0 <= peaks[beat] }
  }

  private func onset(of beat: Int) -> Int {
    measures.delineation.consensus[beat].qrs?.onset ?? peaks[beat]
  }

  /// Pulses that capture, with the beats that they cause.
  private var capturing: [(pulse: Int, beat: Int)] {
    let capture = PacingCapture(recording)
    return peaks.indices.compactMap { beat in
      guard let pulse = pulses.last(where: { $0 <= peaks[beat] }),
        Double(peaks[beat] - pulse) <= Self.longestToPeak * rate,
        let delay = capture.delay(pulse: pulse, nextPeak: peaks[beat]), delay <= Self.captureTime
      else { return nil }
      return (pulse, beat)
    }
  }

  /// Beats that no pulse caused.
  private var native: [Int] {
    let paced = Set(capturing.map(\.beat))
    return peaks.indices.filter { !paced.contains($0) }
  }

  /// Pulses that the ventricles should have answered and did not.
  private var lost: [Int] {
    inner.filter { pulse in
      let before = peaks.indices.last { peaks[$0] < pulse }
      let rest = before.map { Double(pulse - onset(of: $0)) / rate } ?? .infinity
      let isAnswered = peaks.indices.contains {
        let delay = Double(onset(of: $0) - pulse) / rate
        return delay >= -0.01 && delay <= Self.lostTime
      }
      return rest > Self.refractoryTime && !isAnswered
    }
  }
}
