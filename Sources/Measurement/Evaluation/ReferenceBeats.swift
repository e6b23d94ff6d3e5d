public import Electrocardiogram

/// The beats that a detector is judged by, and where.
public struct ReferenceBeats: Sendable, Equatable {
  /// Mnemonics of annotations that mark a beat (WFDB Applications Guide, annot(5)).
  ///
  /// Flutter waves (`!`) and blocked P waves (`x`) are none.
  public static let beatSymbols = Set("NLRBAaJSVrFejnE/fQ?".map(String.init))

  /// Their samples, ascending.
  public var samples: [Int]
  /// Stretches that do not count: ventricular fibrillation and flutter.
  public var excluded: [ClosedRange<Int>] = []
  /// The stretch that was annotated; `nil` for the whole recording.
  public var annotated: ClosedRange<Int>?

  /// Takes samples, ascending, for beats.
  public init(samples: [Int]) { self.samples = samples }

  /// Takes the beats among annotations, ascending.
  ///
  /// Ventricular fibrillation and flutter, from `[` to `]` or to the end, do not count, as in ANSI/AAMI
  /// EC57 (as the WFDB program `bxb` does it; not checked against the standard). Unlike there, the
  /// first five minutes count, and so do paced recordings.
  public init(_ annotations: [Annotation]) {
    self.init(
      samples: annotations.filter { Self.beatSymbols.contains($0.symbol) }.map(\.sample))
    var start: Int?
    for mark in annotations where mark.symbol == "[" || mark.symbol == "]" {
      if mark.symbol == "[" {
        start = start ?? mark.sample
      } else {
        excluded.append((start ?? 0)...mark.sample)
        start = nil
      }
    }
    if let start { excluded.append(start...Int.max) }
  }

  /// Joins the complexes that were marked in each lead by itself.
  ///
  /// Marks nearer than 120 ms to one before belong to one beat, which counts if at least half of the
  /// leads mark it, at their median. Only the stretch from the first to the last such beat, and a
  /// tolerance beyond, is annotated.
  ///
  /// - Parameters:
  ///   - marks: Samples of the complexes in each lead, ascending.
  ///   - samplingRate: Samples a second.
  ///   - tolerance: Samples beyond the first and the last beat that are judged.
  public init(joining marks: [[Int]], samplingRate: Double, tolerance: Int) {
    var groups: [[Int]] = []
    for mark in marks.joined().sorted() {
      if let last = groups.last?.last, Double(mark - last) < 0.12 * samplingRate {
        groups[groups.count - 1].append(mark)
      } else {
        groups.append([mark])
      }
    }
    self.init(samples: groups.filter { 2 * $0.count >= marks.count }.map { $0[$0.count / 2] })
    if let first = samples.first, let last = samples.last {
      annotated = (first - tolerance)...(last + tolerance)
    }
  }

  /// Whether a sample is judged.
  public func counts(_ sample: Int) -> Bool {
    annotated?.contains(sample) ?? true && !excluded.contains { $0.contains(sample) }
  }

  /// Compares detected beats, ascending, with a tolerance in samples, wherever it counts.
  public func matching(_ detected: [Int], tolerance: Int) -> BeatMatching {
    BeatMatching(
      reference: samples.filter(counts), detected: detected.filter(counts), tolerance: tolerance)
  }
}
