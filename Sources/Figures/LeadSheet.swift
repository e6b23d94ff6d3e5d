public import Electrocardiogram

/// The leads of a recording and, in blue on top, what was reconstructed of them from a few.
public struct LeadSheet: Figure {
  private let title: String
  private let heading: String
  private let samplingRate: Double
  private let rows: [(lead: Lead, real: [Double]?, guess: [Double], isGiven: Bool)]
  private let scale = PaperScale.standard
  /// Longest stretch in seconds.
  public static let longest = 2.5
  /// Columns of leads, and white between them and below a row, in millimetres.
  private static let columns = 3
  private static let gap = 4.0

  /// Chooses the leads.
  ///
  /// - Parameters:
  ///   - recording: The leads as recorded, as far as there are any; its first 2.5 s are drawn.
  ///   - reconstructed: All leads to draw, sampled alike.
  ///   - heading: A line below the title.
  ///   - given: Leads that were given or follow from given ones: what was recorded is drawn alone.
  /// - Throws: `FigureError.Code.nothingToDraw` if there is no sample.
  public init(
    _ recording: Recording, reconstructed: Recording, heading: String, given: [Lead]
  ) throws(FigureError) {
    let count = min(
      recording.sampleCount, Int(Self.longest * recording.samplingRate), reconstructed.sampleCount)
    guard count > 1, !reconstructed.channels.isEmpty else {
      throw FigureError(.nothingToDraw, "'\(recording.name)' has no samples to draw")
    }
    /// Around the median of the lead.
    func centred(_ signal: [Double]) -> [Double] {
      let known = signal.prefix(count).filter(\.isFinite).sorted()
      let level = known.isEmpty ? 0 : known[known.count / 2]
      return signal.prefix(count).map { $0 - level }
    }
    title = recording.name
    self.heading = heading
    samplingRate = recording.samplingRate
    rows = reconstructed.channels.compactMap { channel in
      channel.lead.map { lead in
        (
          lead, recording.millivolts(of: lead).map(centred), centred(channel.millivolts),
          given.contains(lead)
        )
      }
    }
  }

  /// The page: three leads a row.
  public func sheet() -> PaperSheet {
    var page = PaperSheet(script: "leads.gp")
    let seconds = Double(rows.first?.guess.count ?? 0) / samplingRate
    let width = scale.largeBoxes(atLeast: seconds * scale.speed)
    let lines = stride(from: 0, to: rows.count, by: Self.columns).map {
      rows[$0..<min($0 + Self.columns, rows.count)]
    }
    let reaches = lines.map { line in
      line.map { Reach(($0.real ?? []) + ($0.isGiven ? [] : $0.guess), scale: scale) }
        .reduce(Reach()) { $0.joined($1) }.limited(to: 40)
    }
    let heights = reaches.map {
      (
        below: scale.largeBoxes(atLeast: $0.below + Margin.trace),
        above: scale.largeBoxes(atLeast: $0.above + Margin.trace + 5)
      )
    }
    let height = heights.reduce(0) { $0 + $1.below + $1.above + Self.gap } - Self.gap
    let across = Double(min(Self.columns, rows.count))
    page.width = 2 * Margin.page + across * (width + Self.gap) - Self.gap
    page.height = Margin.header(lines: 2) + height + Margin.footer
    var top = Margin.footer + height
    for (line, height) in zip(lines, heights) {
      for (column, row) in line.enumerated() {
        let left = Margin.page + Double(column) * (width + Self.gap)
        page.areas.append(
          .init(
            left: left, bottom: top - height.above - height.below, width: width,
            height: height.above + height.below, box: scale.box))
        let strip = page.addStrip(x: left, y: top - height.above, scale: scale)
        let times = row.guess.indices.map { Double($0) / samplingRate }
        if let real = row.real {
          page.signal.append(.init(strip: strip, seconds: times, millivolts: real))
        }
        if !row.isGiven || row.real == nil {
          page.fitted.append(.init(strip: strip, seconds: times, millivolts: row.guess))
        }
        page.addText(
          .lead, row.lead.rawValue + (row.isGiven ? " (exact)" : ""), x: left + 1, y: top - 2.5)
      }
      top -= height.above + height.below + Self.gap
    }
    page.addHeader(
      title: title, heading: "recorded (black) and reconstructed (blue) \(heading)")
    page.addScaleNote(scale)
    page.addNote("estimated leads, not for diagnosis")
    return page
  }
}
