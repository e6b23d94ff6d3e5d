/// The stretch of a complex where the leads move fast, all of them together.
///
/// Few paced complexes and none of two leads were learnt from: one deflection of a wide complex may pass
/// for all of it. Marks that leave out too much of the core are taken again, around it.
struct ComplexCore {
  /// Part of the complex's largest movement that is fast.
  ///
  /// In LUDB's tuning records 3 of 550 complexes move so fast more than 4 ms after their end.
  static let part = 0.3
  /// Samples to either side between which movement is taken: over 24 ms.
  static let step = 3
  /// Samples that may be slow between two fast ones: 24 ms.
  static let gap = 6
  /// Samples around the R peak among which the largest speed is sought: 80 ms.
  static let near = 20
  /// Samples around the R peak that the core may reach: 140 ms.
  static let reach = 35
  /// Part of the core that marks must cover.
  static let covered = 2.0 / 3

  /// The first and the last fast sample.
  private(set) var first, last: Int

  /// Looks around an R peak, between the middles to its neighbours.
  init(around peak: Int, in rows: [[Double]], between bounds: Range<Int>) {
    (first, last) = (peak, peak)
    let step = Self.step
    func speed(_ i: Int) -> Double {
      rows.reduce(0) { sum, row in
        let movement = row[i + step] - row[i - step]
        return sum + movement * movement
      }
    }
    let inside = bounds.clamped(
      to: step..<max(step, (rows.first?.count ?? 0) - step))
    let range = (peak - Self.reach..<peak + Self.reach + 1).clamped(to: inside)
    guard range.contains(peak) else { return }
    let speeds = range.map(speed)
    let close = (peak - Self.near..<peak + Self.near + 1).clamped(to: range)
    let most = close.reduce(0) { max($0, speeds[$1 - range.lowerBound]) }
    func isFast(_ i: Int) -> Bool {
      speeds[i - range.lowerBound]
        >= Self.part * Self.part * most
    }
    while let next = (max(range.lowerBound, first - Self.gap)..<first).first(where: isFast) {
      first = next
    }
    while let next = (last + 1..<min(range.upperBound, last + Self.gap + 1)).last(where: isFast) {
      last = next
    }
  }

  /// Whether marks leave out little of it.
  func isCovered(by marks: Marks) -> Bool {
    let common = min(marks.offset, Double(last)) - max(marks.onset, Double(first))
    return common >= Self.covered * Double(last - first)
  }
}
