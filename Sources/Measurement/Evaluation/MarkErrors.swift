public import Electrocardiogram

/// One kind of mark: the onset, the peak or the offset of one wave.
public struct MarkKind: Hashable, Sendable, Codable {
  /// A point of a wave.
  public enum Point: String, CaseIterable, Hashable, Sendable, Codable {
    /// Where the wave begins.
    case onset
    /// Where it culminates.
    case peak
    /// Where it ends; of QRS, the J point.
    case offset
  }

  /// The wave.
  public var wave: Wave
  /// Its point.
  public var point: Point

  /// Creates a kind of mark.
  public init(_ wave: Wave, _ point: Point) {
    self.wave = wave
    self.point = point
  }

  /// The nine kinds that are delineated, in the order of the beat.
  public static let all = [Wave.P, .QRS, .T].flatMap { wave in
    Point.allCases.map { MarkKind(wave, $0) }
  }

  /// A wave's instant of this kind.
  public func instant<Instant>(_ wave: WaveBoundaries<Instant>) -> Instant? {
    switch point {
    case .onset: wave.onset
    case .peak: wave.peak
    case .offset: wave.offset
    }
  }
}

/// How marks of one kind differ from reference marks.
///
/// Each reference mark takes the nearest mark within the tolerance, unless that is nearer to another
/// reference mark. What has no partner is missed or extra.
public struct MarkErrors: Sendable, Equatable, Codable {
  /// Tolerance usually taken, in seconds.
  ///
  /// Source: Moskalenko et al., arXiv:1908.10660 (2019), after ANSI/AAMI EC57.
  public static let usualTolerance = 0.150

  /// Mark minus reference of all pairs, in seconds.
  public private(set) var differences: [Double] = []
  /// Reference marks without a partner.
  public private(set) var missed = 0
  /// Marks without a partner.
  public private(set) var extra = 0

  /// No marks compared with none.
  public init() {}

  /// Compares ascending times in seconds.
  ///
  /// A mark within the tolerance of a time in `ignored` is not extra.
  public mutating func compare(
    reference: [Double], marks: [Double], ignored: [Double] = [], tolerance: Double = usualTolerance
  ) {
    var (r, m) = (0, 0)
    var lone: [Double] = []
    while r < reference.count, m < marks.count {
      let distance = abs(marks[m] - reference[r])
      if distance > tolerance {
        if reference[r] < marks[m] {
          missed += 1
          r += 1
        } else {
          lone.append(marks[m])
          m += 1
        }
      } else if m + 1 < marks.count, abs(marks[m + 1] - reference[r]) < distance {
        lone.append(marks[m])
        m += 1
      } else if r + 1 < reference.count, abs(marks[m] - reference[r + 1]) < distance {
        missed += 1
        r += 1
      } else {
        differences.append(marks[m] - reference[r])
        r += 1
        m += 1
      }
    }
    missed += reference.count - r
    lone += marks[m...]
    extra += lone.count { mark in !ignored.contains { abs($0 - mark) <= tolerance } }
  }

  /// Adds the pairs and counts of other recordings.
  public mutating func add(_ other: MarkErrors) {
    differences += other.differences
    missed += other.missed
    extra += other.extra
  }

  /// Part of the reference marks that have a partner; 1 if there are none.
  public var sensitivity: Double { Self.part(differences.count, beside: missed) }

  /// Part of the marks that have a partner; 1 if there are none.
  public var positivePredictivity: Double { Self.part(differences.count, beside: extra) }

  /// Mean difference in seconds; 0 without pairs.
  public var mean: Double {
    differences.isEmpty ? 0 : differences.reduce(0, +) / Double(differences.count)
  }

  /// Standard deviation of the differences in seconds; 0 without pairs.
  public var standardDeviation: Double {
    guard !differences.isEmpty else { return 0 }
    let mean = self.mean
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(differences.count)).squareRoot()
  }

  /// Median size of the differences in seconds; 0 without pairs.
  public var medianAbsolute: Double { OrderStatistics.median(differences.map { abs($0) }) }

  private static func part(_ count: Int, beside rest: Int) -> Double {
    count + rest == 0 ? 1 : Double(count) / Double(count + rest)
  }
}
