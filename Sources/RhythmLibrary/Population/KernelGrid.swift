public import Electrocardiogram

/// Where the kernels of every patient of a class lie: evenly between landmarks.
///
/// A kernel means the same place in every patient's beat, so that its height can be compared, averaged
/// and correlated over patients and leads. Its width follows from the distance of its neighbours; only
/// landmarks and heights are a patient's own.
public struct KernelGrid: Sendable, Equatable {
  /// Kernels within P, and from its end to QRS, where the atria recover; from the onset of QRS up to its
  /// peak, and from there to J; from J up to the peak of T, and from there to its end.
  public let p, segment, beforeR, afterR, beforeTPeak, afterTPeak: Int

  /// Creates a grid.
  ///
  /// - Precondition: there is a kernel in each part, but for P and what follows it, and at most 16.
  public init(p: Int, segment: Int, beforeR: Int, afterR: Int, beforeTPeak: Int, afterTPeak: Int) {
    precondition(
      (0...16).contains(p) && (p > 0 ? 0...16 : 0...0).contains(segment)
        && [beforeR, afterR, beforeTPeak, afterTPeak].allSatisfy { (1...16).contains($0) },
      "a grid of \(p) + \(segment), \(beforeR) + \(afterR), \(beforeTPeak) + \(afterTPeak) kernels")
    self.p = p
    self.segment = segment
    self.beforeR = beforeR
    self.afterR = afterR
    self.beforeTPeak = beforeTPeak
    self.afterTPeak = afterTPeak
  }

  /// The grid that classes are learned on.
  public static let standard = KernelGrid(
    p: 4, segment: 2, beforeR: 4, afterR: 5, beforeTPeak: 5, afterTPeak: 3)

  /// Kernels of a wave.
  public func count(_ wave: Wave) -> Int {
    switch wave {
    case .P: p + segment
    case .QRS: beforeR + afterR
    case .T: beforeTPeak + afterTPeak
    case .U: 0
    }
  }

  /// The waves that have kernels, in order, each with its number.
  var waves: [(wave: Wave, count: Int)] {
    [Wave.P, .QRS, .T].map { ($0, count($0)) }.filter { $0.1 > 0 }
  }

  /// Kernels in all.
  public var count: Int { p + segment + beforeR + afterR + beforeTPeak + afterTPeak }

  /// Widths over the distance of neighbours: sums of such kernels ripple by less than 1 % in QRS and P
  /// and by less than 0.1 % in T.
  private static let width = (qrs: 0.6, t: 0.65)
  /// How far a kernel behind a peak stands before its place: the one at the peak covers that.
  private static let lead = 0.25

  /// The shortest segment between P and QRS in seconds on which kernels are laid out.
  private static let shortestSegment = 0.02

  /// Centres and widths in seconds after the event of the chamber, wave by wave.
  ///
  /// - Precondition: the landmarks have P if the grid does.
  public func places(_ landmarks: BeatLandmarks) -> [Wave: [(time: Double, width: Double)]] {
    var places: [Wave: [(time: Double, width: Double)]] = [:]
    if p > 0 {
      guard let duration = landmarks.pDuration, let pr = landmarks.prInterval else {
        preconditionFailure("a grid with P needs landmarks with P")
      }
      places[.P] =
        Self.even(from: 0, duration, p)
        + Self.even(from: duration, max(pr - duration, Self.shortestSegment), segment)
    }
    places[.QRS] = Self.sides(
      from: 0, landmarks.onsetToR, beforeR, landmarks.rToJ, afterR, width: Self.width.qrs)
    places[.T] = Self.sides(
      from: landmarks.qrsDuration, landmarks.jToTPeak, beforeTPeak, landmarks.tPeakToEnd,
      afterTPeak, width: Self.width.t)
    return places
  }

  /// Kernels at even distances.
  private static func even(
    from start: Double, _ length: Double, _ count: Int
  ) -> [(time: Double, width: Double)] {
    let step = length / Double(max(count, 1))
    return (0..<count).map { (start + (Double($0) + 0.5) * step, width.qrs * step) }
  }

  /// Kernels up to a peak, the last upon it, and behind it.
  private static func sides(
    from start: Double, _ rise: Double, _ before: Int, _ fall: Double, _ after: Int, width: Double
  ) -> [(time: Double, width: Double)] {
    let (up, down) = (rise / Double(before), fall / Double(after))
    let first = (1...before).map { index in
      (start + Double(index) * up, width * (index == before ? min(up, down) : up))
    }
    let second = (1...after).map { index in
      (start + rise + (Double(index) - lead) * down, width * down)
    }
    return first + second
  }
}
