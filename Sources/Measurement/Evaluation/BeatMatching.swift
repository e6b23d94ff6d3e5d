/// Detected beats compared with reference beats.
///
/// Reference beats are taken in time order. Each gets the nearest detected beat that is still free,
/// unless that one is nearer to the next reference beat; then it gets the one before it. A pair counts
/// if it is less than the tolerance apart. The counts are those of wfdb-python's `Comparitor`.
/// Tolerance usually taken: 150 ms, ANSI/AAMI EC57 (as wfdb-python states it; not checked against the
/// standard).
public struct BeatMatching: Sendable, Equatable {
  /// Reference beats that were detected.
  public var found: Int
  /// Samples of reference beats that were not detected.
  public var missed: [Int]
  /// Samples of detected beats that are no reference beats.
  public var extra: [Int]

  /// No beats compared with none.
  public init() { (found, missed, extra) = (0, [], []) }

  /// Compares ascending samples with a tolerance in samples.
  public init(reference: [Int], detected: [Int], tolerance: Int) {
    var partners = [Int?](repeating: nil, count: reference.count)
    var free = 0
    for r in reference.indices where free < detected.count {
      var nearest = Self.nearest(to: reference[r], in: detected, from: free)
      if r + 1 < reference.count {
        let rival = Self.nearest(to: reference[r + 1], in: detected, from: free)
        if rival == nearest,
          abs(detected[rival] - reference[r + 1]) < abs(detected[nearest] - reference[r])
        {
          // What a reference beat before this one has is not given twice.
          let last = partners[..<r].last { $0 != nil } ?? nil
          guard nearest > 0, nearest - 1 != last else { continue }
          nearest -= 1
        }
      }
      if abs(detected[nearest] - reference[r]) < tolerance { partners[r] = nearest }
      free = nearest + 1
    }
    let paired = Set(partners.compactMap { $0 })
    found = paired.count
    missed = reference.indices.filter { partners[$0] == nil }.map { reference[$0] }
    extra = detected.indices.filter { !paired.contains($0) }.map { detected[$0] }
  }

  /// The index of the detected beat nearest to a sample, not looking beyond the first one after it.
  private static func nearest(to sample: Int, in detected: [Int], from start: Int) -> Int {
    var best = start
    for d in start..<detected.count {
      if abs(detected[d] - sample) < abs(detected[best] - sample) { best = d }
      if detected[d] >= sample { break }
    }
    return best
  }

  /// Adds the counts of another recording.
  public mutating func add(_ other: BeatMatching) {
    found += other.found
    missed += other.missed
    extra += other.extra
  }

  /// Part of the reference beats that were detected; 1 if there are none.
  public var sensitivity: Double { Self.part(found, of: found + missed.count) }

  /// Part of the detected beats that are reference beats; 1 if there are none.
  public var positivePredictivity: Double { Self.part(found, of: found + extra.count) }

  private static func part(_ count: Int, of whole: Int) -> Double {
    whole == 0 ? 1 : Double(count) / Double(whole)
  }
}
