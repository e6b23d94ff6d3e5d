import Foundation

/// Beats of one shape, by the correlation of their QRS complexes over all leads.
///
/// Each beat joins the group whose first beat it resembles most, where the correlation reaches 0.8 at
/// some shift up to 20 ms. No source states a number: 0.8 is this project's choice.
struct BeatGroups {
  /// Correlation from which on two beats have one shape.
  static let leastCorrelation = 0.8
  /// Time about the R peak that is compared, in seconds.
  private static let window = (before: 0.08, after: 0.12)
  /// Largest shift in seconds.
  private static let largestShift = 0.02

  /// Places of beats, by group, in the order of first appearance.
  let groups: [[Int]]
  /// The group of each beat.
  let groupOfBeat: [Int]

  init(_ leads: [[Double]], rPeaks: [Int], samplingRate: Double) {
    var groups: [[Int]] = []
    var firsts: [Int] = []
    var groupOfBeat: [Int] = []
    for (beat, peak) in rPeaks.enumerated() {
      let likeness = firsts.map { Self.likeness(leads, $0, peak, samplingRate) }
      let best = likeness.indices.max { likeness[$0] < likeness[$1] }
      if let best, likeness[best] >= Self.leastCorrelation {
        groups[best].append(beat)
        groupOfBeat.append(best)
      } else {
        groupOfBeat.append(groups.count)
        groups.append([beat])
        firsts.append(peak)
      }
    }
    self.groups = groups
    self.groupOfBeat = groupOfBeat
  }

  /// The highest correlation of two beats over shifts of the second.
  static func likeness(
    _ leads: [[Double]], _ first: Int, _ second: Int, _ samplingRate: Double
  ) -> Double {
    let most = Int(largestShift * samplingRate)
    return stride(from: -most, through: most, by: max(1, most / 5)).reduce(-1) { best, shift in
      max(best, correlation(leads, first, second + shift, samplingRate))
    }
  }

  private static func correlation(
    _ leads: [[Double]], _ first: Int, _ second: Int, _ samplingRate: Double
  ) -> Double {
    let count = leads.first?.count ?? 0
    let steps = (-Int(window.before * samplingRate)...Int(window.after * samplingRate)).filter {
      (0..<count).contains(first + $0) && (0..<count).contains(second + $0)
    }
    guard steps.count > 2 else { return -1 }
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for lead in leads {
      let a = steps.reduce(0) { $0 + lead[first + $1] } / Double(steps.count)
      let b = steps.reduce(0) { $0 + lead[second + $1] } / Double(steps.count)
      for step in steps {
        let (x, y) = (lead[first + step] - a, lead[second + step] - b)
        ab += x * y
        aa += x * x
        bb += y * y
      }
    }
    return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : 0
  }
}
