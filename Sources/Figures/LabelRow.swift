/// Places for texts on one line that would lie over each other.
enum LabelRow {
  /// The centres nearest to those wanted, in least squares, at which no text touches another.
  ///
  /// Texts keep the order of their wanted centres. Source: pool adjacent violators, Ayer et al., Ann
  /// Math Stat 26:641 (1955), on the centres less the widths of what lies before them.
  ///
  /// - Parameters:
  ///   - wanted: Centres, in any order.
  ///   - widths: The texts' widths.
  ///   - gap: Least distance between two texts.
  /// - Returns: Centres in the order given.
  static func centres(_ wanted: [Double], widths: [Double], gap: Double) -> [Double] {
    precondition(wanted.count == widths.count, "\(wanted.count) centres, \(widths.count) widths")
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var offsets = [0.0]
    for (one, two) in zip(order, order.dropFirst()) {
      offsets.append(offsets[offsets.count - 1] + (widths[one] + widths[two]) / 2 + gap)
    }
    var pools: [(sum: Double, count: Int)] = []
    for (index, offset) in zip(order, offsets) {
      pools.append((wanted[index] - offset, 1))
      while pools.count > 1 {
        let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
        guard before.sum / Double(before.count) > last.sum / Double(last.count) else { break }
        pools.removeLast(2)
        pools.append((before.sum + last.sum, before.count + last.count))
      }
    }
    var centres = wanted
    let means = pools.flatMap { Array(repeating: $0.sum / Double($0.count), count: $0.count) }
    for (index, (mean, offset)) in zip(order, zip(means, offsets)) {
      centres[index] = mean + offset
    }
    return centres
  }
}
