/// Real beats beside their fitted twins in random order, to be told apart by shape alone.
///
/// Both beats of a pair are drawn as a machine prints them: at true scale, through the same low-pass,
/// with the same line on the same paper with the same zero line. Which of A and B is the real one is
/// drawn at random, and so is the order of the pairs. `key` tells.
public struct PairSheet: Figure {
  /// A real beat and the model fitted to it.
  public struct Pair: Sendable {
    /// Samples a second.
    public var samplingRate: Double
    /// The recorded beat.
    public var real: [Double]
    /// Its twin.
    public var fitted: [Double]

    /// Creates a pair.
    ///
    /// - Precondition: both have one length and the sampling rate is positive and finite.
    public init(samplingRate: Double, real: [Double], fitted: [Double]) {
      precondition(
        real.count == fitted.count, "\(real.count) real samples, \(fitted.count) fitted ones")
      precondition(samplingRate > 0 && samplingRate.isFinite, "sampling rate \(samplingRate) Hz")
      self.samplingRate = samplingRate
      self.real = real
      self.fitted = fitted
    }
  }

  /// The solution of one numbered pair.
  public struct Answer: Sendable, Equatable {
    /// The two places of a pair.
    public enum Side: String, Sendable, CaseIterable {
      /// On the left.
      case A
      /// On the right.
      case B
    }
    /// Number on the sheet, from 1.
    public let number: Int
    /// Which of the caller's pairs it is, from 0.
    public let pair: Int
    /// Where the recorded beat is.
    public let real: Side
  }

  /// The solutions in the sheet's order.
  public let key: [Answer]
  private let pairs: [Pair]
  private let scale = PaperScale.standard
  private let filter = PrintFilter(cutoff: 40)
  /// White between the two beats of a pair, between pairs, and above each row for its labels.
  private static let gap = (within: 2.0, between: 8.0, above: 6.0)

  /// Draws order and sides.
  ///
  /// - Parameters:
  ///   - pairs: The pairs.
  ///   - generator: Source of chance; the same one gives the same sheet.
  /// - Precondition: there is a pair.
  public init(_ pairs: [Pair], using generator: inout some RandomNumberGenerator) {
    precondition(!pairs.isEmpty, "a sheet without pairs")
    self.pairs = pairs
    key = pairs.indices.shuffled(using: &generator).enumerated().map { place, pair in
      Answer(number: place + 1, pair: pair, real: Bool.random(using: &generator) ? .A : .B)
    }
  }

  /// The sheet, three pairs a row.
  public func sheet() -> PaperSheet {
    var page = PaperSheet(script: "pairs.gp")
    let columns = min(3, pairs.count)
    let seconds = pairs.map { Double($0.real.count) / $0.samplingRate }.max() ?? 0
    let width = scale.largeBoxes(atLeast: seconds * scale.speed)
    let rows = stride(from: 0, to: key.count, by: columns).map {
      key[$0..<min($0 + columns, key.count)]
    }
    let reaches = rows.map { row in
      row.map(reach).reduce(Reach()) { $0.joined($1) }
    }
    let heights = reaches.map {
      (
        below: scale.largeBoxes(atLeast: $0.below + 1),
        above: scale.largeBoxes(atLeast: $0.above + 1)
      )
    }
    let height = heights.map { $0.below + $0.above + Self.gap.above }.reduce(0, +)
    let pitch = 2 * width + Self.gap.within + Self.gap.between
    page.width = 2 * Margin.page + Double(columns) * pitch - Self.gap.between
    page.height = Margin.header(lines: 2) + height + Margin.footer
    var top = Margin.footer + height
    for (row, height) in zip(rows, heights) {
      top -= Self.gap.above
      for (column, answer) in row.enumerated() {
        add(
          answer, to: &page, left: Margin.page + Double(column) * pitch, width: width,
          bottom: top - height.above - height.below, zero: top - height.above, top: top)
      }
      top -= height.above + height.below
    }
    page.addHeader(
      title: "Which is the recorded beat, A or B?",
      heading: "One beat of each pair was recorded, the other is its model with noise; "
        + "all through a \(PaperScale.number(filter.cutoff)) Hz low-pass.")
    page.addScaleNote(scale)
    return page
  }

  private func reach(_ answer: Answer) -> Reach {
    let pair = pairs[answer.pair]
    return Reach(pair.real + pair.fitted, scale: scale).limited(to: 40 * scale.enlargement)
  }

  private func add(
    _ answer: Answer, to page: inout PaperSheet, left: Double, width: Double, bottom: Double,
    zero: Double, top: Double
  ) {
    let pair = pairs[answer.pair]
    for side in Answer.Side.allCases {
      let x = side == .A ? left : left + width + Self.gap.within
      page.areas.append(
        .init(left: x, bottom: bottom, width: width, height: top - bottom, box: scale.box))
      page.addText(.panel, "\(answer.number) \(side.rawValue)", x: x, y: top + 2.4)
      let samples = filter.applied(
        to: side == answer.real ? pair.real : pair.fitted, samplingRate: pair.samplingRate)
      // Centred, since beats of a fast heart are shorter than the paper.
      let spare = width - Double(samples.count) / pair.samplingRate * scale.speed
      let strip = page.addStrip(x: x + spare / 2, y: zero, scale: scale)
      page.signal.append(
        .init(
          strip: strip, seconds: samples.indices.map { Double($0) / pair.samplingRate },
          millivolts: samples))
    }
  }
}
