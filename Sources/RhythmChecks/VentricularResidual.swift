import Electrocardiogram
import Measurement

/// What remains of a record without its QRS complexes and T waves.
///
/// Of every shape of beats that is there often enough the median, at the size of each beat, is taken off
/// it, from the onset of QRS to the end of T; QRS itself is masked. Of rarer shapes QRS and T are masked.
/// Medians of few beats hold parts of the P waves that fall on their T waves: those that are known are
/// left out of them.
struct VentricularResidual {
  /// Time around QRS that is masked, in seconds.
  private static let maskMargin = 0.012
  /// Time after the end of T that still belongs to the complex, in seconds.
  private static let tailTime = 0.03
  /// The fewest beats of a shape of which a median is one.
  private static let leastBeats = 3
  /// The fewest of which two P waves on T are less than half.
  private static let sureBeats = 6
  /// Sizes of a beat over the median's; breathing moves them by a tenth.
  private static let sizes = 0.8...1.25

  /// The independent leads without ventricles, each about a level of its own.
  private(set) var leads: [[Double]]
  /// Samples that show atria.
  private(set) var isOpen: [Bool]
  /// Samples under T waves of so few beats that their median may hold a P wave.
  private var isDoubtful: [Bool]
  let samplingRate: Double

  /// Number of samples.
  var count: Int { isOpen.count }

  /// Takes the ventricles off.
  ///
  /// `known` holds, for each independent lead, the P waves that are left out of the medians.
  init(_ recording: Recording, _ delineation: Delineation, known: [[Double]]? = nil) {
    samplingRate = delineation.samplingRate
    let raw = Lead.independent.compactMap { recording.millivolts(of: $0) }
    leads = raw
    isOpen = [Bool](repeating: true, count: raw.first?.count ?? 0)
    isDoubtful = [Bool](repeating: false, count: isOpen.count)
    let still = raw.indices.map { row in
      known.map { waves in zip(raw[row], waves[row]).map(-) } ?? raw[row]
    }
    let beats = delineation.consensus.filter { $0.qrs?.onset != nil && $0.qrs?.offset != nil }
    let shapes = BeatGroups(raw, rPeaks: beats.map(\.rPeak), samplingRate: samplingRate)
    for members in shapes.groups { takeOff(members.map { beats[$0] }, still) }
    // Before the first complex and after the last there may be parts of others that the ends cut.
    if let first = beats.first?.qrs?.onset { mask(0..<first) }
    if let last = beats.last?.qrs?.onset { mask(last..<max(last, count)) }
    for row in leads.indices {
      let level = OrderedMedian.of(leads[row].indices.filter { isOpen[$0] }.map { leads[row][$0] })
      for index in leads[row].indices { leads[row][index] -= level ?? 0 }
    }
  }

  private mutating func mask(_ range: Range<Int>) {
    for index in range.clamped(to: 0..<count) { isOpen[index] = false }
  }

  /// Takes the median of beats of one shape off each of them.
  private mutating func takeOff(_ group: [BeatWaves], _ still: [[Double]]) {
    let ends = group.compactMap { beat in beat.t?.offset.map { Double($0 - beat.rPeak) } }
    let after = Int(OrderedMedian.of(ends) ?? 0) + Int(Self.tailTime * samplingRate)
    let before = group.compactMap { beat in beat.qrs?.onset.map { beat.rPeak - $0 } }.max() ?? 0
    let margin = Int(Self.maskMargin * samplingRate)
    let isRare = group.count < Self.leastBeats
    for beat in group {
      guard let onset = beat.qrs?.onset, let offset = beat.qrs?.offset else { continue }
      mask(onset - margin..<(isRare ? max(offset, beat.rPeak + after) : offset) + margin)
      guard group.count < Self.sureBeats else { continue }
      for index in (beat.rPeak..<beat.rPeak + max(after, 0)).clamped(to: 0..<count) {
        isDoubtful[index] = true
      }
    }
    guard !isRare, -before < after else { return }
    for row in leads.indices {
      let middle = (-before...after).map { step in
        OrderedMedian.of(
          group.map { $0.rPeak + step }.filter(still[row].indices.contains)
            .map { still[row][$0] }) ?? 0
      }
      for beat in group { takeOff(middle, at: beat.rPeak - before, row: row, still) }
    }
  }

  /// Takes a median off, at the size at which it leaves least.
  private mutating func takeOff(_ middle: [Double], at first: Int, row: Int, _ still: [[Double]]) {
    let places = middle.indices.filter { (0..<count).contains(first + $0) }
    let (product, square) = places.reduce((0.0, 0.0)) { sums, place in
      (
        sums.0 + middle[place] * still[row][first + place],
        sums.1 + middle[place] * middle[place]
      )
    }
    let size = square > 0 ? product / square : 1
    let kept = min(max(size, Self.sizes.lowerBound), Self.sizes.upperBound)
    for place in places { leads[row][first + place] -= kept * middle[place] }
  }

  /// Root of the summed squares over the leads; 0 where it is masked.
  var size: [Double] {
    (0..<count).map { index in
      guard isOpen[index] else { return 0 }
      return leads.reduce(0) { $0 + $1[index] * $1[index] }.squareRoot()
    }
  }

  /// Whether ventricles cover at least a third of a stretch in seconds.
  func covers(_ first: Double, _ last: Double) -> Bool {
    let start = Int(first * samplingRate)
    let inside = (start..<max(start + 1, Int(last * samplingRate))).clamped(to: 0..<count)
    return 3 * inside.count { !isOpen[$0] || isDoubtful[$0] } >= inside.count
  }
}
