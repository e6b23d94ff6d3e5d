/// Detected beats compared with reference beats.
///
/// Both are walked in time order; a detected beat belongs to a reference beat if they are at most the
/// tolerance apart and neither is nearer to its other neighbour. Source of the tolerance usually taken,
/// 150 ms: ANSI/AAMI EC57 (as wfdb-python's comparison states it; not checked against the standard).
public struct BeatMatching: Sendable, Equatable {
  /// Reference beats that were detected.
  public var found: Int
  /// Samples of reference beats that were not detected.
  public var missed: [Int]
  /// Samples of detected beats that are no reference beats.
  public var extra: [Int]

  /// Compares ascending samples with a tolerance in samples.
  public init(reference: [Int], detected: [Int], tolerance: Int) {
    (found, missed, extra) = (0, [], [])
    var (r, d) = (0, 0)
    while r < reference.count, d < detected.count {
      let distance = abs(reference[r] - detected[d])
      if distance > tolerance {
        if reference[r] < detected[d] {
          missed.append(reference[r])
          r += 1
        } else {
          extra.append(detected[d])
          d += 1
        }
      } else if d + 1 < detected.count, abs(reference[r] - detected[d + 1]) < distance {
        extra.append(detected[d])
        d += 1
      } else if r + 1 < reference.count, abs(reference[r + 1] - detected[d]) < distance {
        missed.append(reference[r])
        r += 1
      } else {
        found += 1
        r += 1
        d += 1
      }
    }
    missed += reference[r...]
    extra += detected[d...]
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
