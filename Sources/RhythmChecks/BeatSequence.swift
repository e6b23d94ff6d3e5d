import Electrocardiogram
import Measurement
import RhythmLibrary

/// The beats of a record as narrow and wide ones, and how they follow each other.
struct BeatSequence {
  /// QRS duration in seconds from which on a shape is wide.
  ///
  /// Source: AHA/ACCF/HRS part III (Surawicz 2009), as quoted by cardiologywiki.com.
  static let wideDuration = 0.12
  /// Part of the sinus interval before which a beat is early.
  static let earlyPart = 0.85
  /// Times before QRS between which a P wave of its own begins, in seconds.
  private static let ownP = 0.08...0.28

  private let peaks: [Double]
  private let kinds: [BeatKind]
  private let groups: [Int]
  private let duration: Double
  /// P waves that begin within `ownP` before each beat.
  private let ownPWaves: [Int]
  /// Correlation of each beat's P wave with their mean.
  private let pShapes: [Double?]

  init(_ recording: Recording, _ measures: RecordMeasures, _ atria: AtrialTrain) {
    let delineation = measures.delineation
    let rate = delineation.samplingRate
    let leads = Lead.independent.compactMap { recording.millivolts(of: $0) }
    duration = Double(leads.first?.count ?? 0) / rate
    peaks = delineation.rPeaks.map { Double($0) / rate }
    let shapes = BeatGroups(leads, rPeaks: delineation.rPeaks, samplingRate: rate)
    groups = shapes.groupOfBeat
    let durations = measures.perBeat(.qrsDuration)
    let isWide = shapes.groups.map { members in
      let known = members.compactMap { durations.indices.contains($0) ? durations[$0] : nil }
      return OrderedMedian.of(known).map { $0 >= Self.wideDuration } ?? false
    }
    kinds = groups.map { isWide[$0] ? .wide : .narrow }
    ownPWaves = delineation.consensus.map { beat in
      guard let onset = beat.qrs?.onset.map({ Double($0) / rate }) else { return 0 }
      return atria.waves.count { !$0.isHidden && Self.ownP.contains(onset - $0.onset) }
    }
    pShapes = measures.perBeat(.pShapeCorrelation)
  }

  /// Whether a beat's shape is wide.
  func kind(ofBeat beat: Int) -> BeatKind { kinds.indices.contains(beat) ? kinds[beat] : .narrow }

  /// The values of a measure in parts of one, beats a minute and counts; none if it could not be taken.
  func values(_ measure: CriterionMeasure) -> [MeasuredValue] {
    switch measure {
    case .wideBeatsInTenSeconds: return fewest { kinds[$0] == .wide }
    case .earlyNarrowBeatsInTenSeconds: return fewest(isEarlyNarrow)
    case .wideBeatPart: return part { kinds[$0] == .wide }
    case .earlyNarrowBeatPart: return part(isEarlyNarrow)
    case .longestWideRun: return longestRun(.wide)
    case .longestNarrowRun: return longestRun(.narrow)
    case .wideShapes:
      let shapes = Set(kinds.indices.filter { kinds[$0] == .wide }.map { groups[$0] })
      return [MeasuredValue(value: Double(shapes.count), beat: nil)]
    case .wideRunRate: return runRates()
    case .wideCoupling:
      return beats { $0 > 0 && kinds[$0] == .wide && kinds[$0 - 1] == .narrow }.compactMap { beat in
        sinusInterval.map { MeasuredValue(value: interval(to: beat) / $0, beat: beat) }
      }
    case .compensation:
      return beats { isIsolated($0) && kinds[$0] == .wide }.compactMap { beat in
        sinusInterval.map {
          MeasuredValue(value: (peaks[beat + 1] - peaks[beat - 1]) / (2 * $0), beat: beat)
        }
      }
    case .pWavesBeforeWide:
      return beats { $0 > 0 && kinds[$0] == .wide && ownPWaves.indices.contains($0) }.map {
        MeasuredValue(value: Double(ownPWaves[$0]), beat: $0)
      }
    case .earlyPause:
      return beats { isEarlyNarrow($0) && $0 + 1 < peaks.count }.compactMap { beat in
        sinusInterval.map { MeasuredValue(value: interval(to: beat + 1) / $0, beat: beat) }
      }
    case .earlyPShapeCorrelation:
      return beats(isEarlyNarrow).compactMap { beat in
        guard pShapes.indices.contains(beat), let shape = pShapes[beat] else { return nil }
        return MeasuredValue(value: shape, beat: beat)
      }
    default: preconditionFailure("\(measure) is no measure of a sequence")
    }
  }

  /// The median RR interval between narrow beats; where they never follow each other, half of the
  /// interval from one over a wide beat to the next.
  private var sinusInterval: Double? {
    let direct = beats { $0 > 0 && kinds[$0] == .narrow && kinds[$0 - 1] == .narrow }
      .map { interval(to: $0) }
    if let median = OrderedMedian.of(direct) { return median }
    let over = beats { isIsolated($0) && kinds[$0] == .wide }
    return OrderedMedian.of(over.map { (peaks[$0 + 1] - peaks[$0 - 1]) / 2 })
  }

  private func interval(to beat: Int) -> Double { peaks[beat] - peaks[beat - 1] }

  private func beats(_ belongs: (Int) -> Bool) -> [Int] { kinds.indices.filter(belongs) }

  /// Whether both neighbours are of the other kind.
  private func isIsolated(_ beat: Int) -> Bool {
    beat > 0 && beat + 1 < kinds.count && kinds[beat - 1] != kinds[beat]
      && kinds[beat + 1] != kinds[beat]
  }

  private func isEarlyNarrow(_ beat: Int) -> Bool {
    guard beat > 0, kinds[beat] == .narrow, kinds[beat - 1] == .narrow, let sinusInterval
    else { return false }
    return interval(to: beat) < Self.earlyPart * sinusInterval
  }

  private func part(_ belongs: (Int) -> Bool) -> [MeasuredValue] {
    guard !kinds.isEmpty else { return [] }
    return [MeasuredValue(value: Double(beats(belongs).count) / Double(kinds.count), beat: nil)]
  }

  /// The fewest beats that belong in any window of the record.
  private func fewest(_ belongs: (Int) -> Bool) -> [MeasuredValue] {
    guard !peaks.isEmpty else { return [] }
    return [
      MeasuredValue(
        value: Double(TenSeconds.fewest(beats(belongs).map { peaks[$0] }, of: duration)), beat: nil)
    ]
  }

  private func longestRun(_ kind: BeatKind) -> [MeasuredValue] {
    guard !kinds.isEmpty else { return [] }
    let longest = runs(of: kind).map(\.count).max() ?? 0
    return [MeasuredValue(value: Double(longest), beat: nil)]
  }

  private func runs(of kind: BeatKind) -> [[Int]] {
    kinds.indices.split { kinds[$0] != kind }.map(Array.init)
  }

  private func runRates() -> [MeasuredValue] {
    runs(of: .wide).filter { $0.count >= 3 }.flatMap { run in
      run.dropFirst().map { MeasuredValue(value: 60 / interval(to: $0), beat: $0) }
    }
  }
}
