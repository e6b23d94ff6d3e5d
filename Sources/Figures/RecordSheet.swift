public import Electrocardiogram

/// A sheet of ECG paper with up to ten seconds of a recording in one of the usual layouts.
///
/// 25 mm/s and 10 mm/mV; every row begins with a calibration pulse of 1 mV and 0.2 s. Limb leads that
/// the recording does not hold are computed from I and II. Rows lie as far apart as their traces need
/// (deflections of more than 4 mV may reach into the next row).
public struct RecordSheet: Figure {
  /// How the leads are arranged.
  public enum Layout: String, CaseIterable, Sendable {
    /// Three rows of four leads for 2.5 s each, and lead II for 10 s below.
    case threeByFour = "3x4+1"
    /// Six rows of two leads for 5 s each.
    case sixByTwo = "6x2"
    /// A row of 10 s for each of the twelve leads, or for each channel of another recording.
    case twelveByOne = "12x1"
  }

  /// A stretch of one lead.
  private struct Segment {
    var name: String
    /// Samples and instant of the first of them from the row's start.
    var millivolts: ArraySlice<Double>
    var start: Double
    /// The row's place for it, from the row's start, in seconds.
    var place: Double
  }

  private let rows: [[Segment]]
  private let samplingRate: Double
  /// Length of a row in seconds.
  private let duration: Double
  private let title: String
  private let heading: String
  private let isSynthetic: Bool

  /// Chooses a stretch of a recording.
  ///
  /// - Parameters:
  ///   - recording: The recording; its name is the title.
  ///   - layout: Arrangement of the leads.
  ///   - start: Where the sheet begins, in seconds from the recording's start.
  ///   - heartRatePerMinute: Stands in the heading if given.
  ///   - isSynthetic: Puts "synthetic, not for diagnosis" into the heading.
  /// - Precondition: the heart rate is finite.
  /// - Throws: `FigureError.Code.missingLeads` if the layout needs leads that the recording neither
  ///   holds nor lets compute, `.nothingToDraw` if it has no sample from `start` on, `.tooLarge` for
  ///   samples beyond `largestVoltage`.
  public init(
    _ recording: Recording, layout: Layout = .threeByFour, start: Double = 0,
    heartRatePerMinute: Double? = nil, isSynthetic: Bool = false
  ) throws(FigureError) {
    precondition(
      heartRatePerMinute?.isFinite != false, "heart rate \(heartRatePerMinute ?? 0)/min")
    guard start >= 0, start < recording.duration else {
      throw FigureError(
        .nothingToDraw,
        "recording '\(recording.name)' lasts \(recording.duration) s and has nothing "
          + "from \(start) s on; let the sheet begin earlier")
    }
    duration = min(10, recording.duration - start)
    samplingRate = recording.samplingRate
    let arrangement = try Self.arrangement(of: recording, layout: layout)
    let (first, duration) = (Int((start * samplingRate).rounded(.up)), duration)
    let samplingRate = samplingRate
    for channel in arrangement.joined() { try Self.checkVoltages(of: channel) }
    rows = arrangement.map { row in
      row.enumerated().map { index, channel in
        let place = duration * Double(index) / Double(row.count)
        let end = duration * Double(index + 1) / Double(row.count)
        let from = first + Int((place * samplingRate).rounded(.up))
        let to = min(first + Int((end * samplingRate).rounded(.up)), channel.millivolts.count)
        return Segment(
          name: channel.name, millivolts: channel.millivolts[from..<max(from, to)],
          start: Double(from - first) / samplingRate, place: place)
      }
    }
    title = recording.name
    let rate = heartRatePerMinute.map { "\(Int($0.rounded()))/min, " } ?? ""
    heading =
      rate + "\(Self.text(samplingRate)) Hz, "
      + "\(Self.text(start)) to \(Self.text(start + duration)) s"
    self.isSynthetic = isSynthetic
  }

  /// The largest voltage in millivolts that is drawn: ten metres of paper, and more than any electrode
  /// gives.
  public static let largestVoltage = 1000.0

  private static func checkVoltages(of channel: Channel) throws(FigureError) {
    let largest = channel.millivolts.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
    guard largest <= largestVoltage else {
      throw FigureError(
        .tooLarge,
        "channel '\(channel.name)' reaches \(largest) mV, where a sheet shows "
          + "\(Int(largestVoltage)) at most; if these are units of a converter, give its gain")
    }
  }

  /// The channels of each row.
  private static func arrangement(
    of recording: Recording, layout: Layout
  ) throws(FigureError) -> [[Channel]] {
    let standard = Lead.allCases.map { lead in
      recording.millivolts(of: lead).map { Channel(name: lead.rawValue, millivolts: $0) }
    }
    let leads = standard.compactMap { $0 }
    if layout == .twelveByOne {
      return (leads + recording.channels.filter { $0.lead == nil }).map { [$0] }
    }
    guard leads.count == standard.count else {
      let missing = zip(Lead.allCases, standard).filter { $1 == nil }.map(\.0.rawValue)
      throw FigureError(
        .missingLeads,
        "layout \(layout.rawValue) needs twelve leads; recording '\(recording.name)' "
          + "lacks \(missing.joined(separator: ", ")) and has "
          + recording.channels.map(\.name).joined(separator: ", ")
          + "; layout \(Layout.twelveByOne.rawValue) draws whatever there is")
    }
    let count = layout == .threeByFour ? 3 : 6
    let rows = (0..<count).map { row in stride(from: row, to: 12, by: count).map { leads[$0] } }
    return layout == .threeByFour ? rows + [[leads[1]]] : rows
  }

  /// The sheet.
  public func sheet() -> PaperSheet {
    let scale = PaperScale.standard
    var page = PaperSheet(script: "record.gp")
    let reaches = rows.map(reach)
    let width = scale.largeBoxes(
      atLeast: Margin.calibration + duration * scale.speed + Margin.end)
    // Distances of the zero lines from the paper's upper edge.
    var depths: [Double] = []
    var depth = 0.0
    for (index, reach) in reaches.enumerated() {
      let above = index == 0 ? 0 : reaches[index - 1].below
      depth += scale.largeBoxes(atLeast: above + reach.above + Margin.trace)
      depths.append(depth)
    }
    let height = depth + scale.largeBoxes(atLeast: (reaches.last?.below ?? 0) + Margin.trace)
    page.width = max(width, headerWidth) + 2 * Margin.page
    page.height = Margin.header(lines: 2) + height + Margin.footer
    page.areas = [
      .init(
        left: Margin.page, bottom: Margin.footer, width: width, height: height, box: scale.box)
    ]
    for (row, depth) in zip(rows, depths) {
      add(row, to: &page, y: Margin.footer + height - depth)
    }
    page.addHeader(title: title, heading: heading, atRight: isSynthetic ? PaperSheet.warning : "")
    page.addScaleNote(scale)
    return page
  }

  /// About the width that the heading needs, with the note on its right.
  private var headerWidth: Double {
    max(
      PaperSheet.Text.Style.title.width(of: title),
      PaperSheet.Text.Style.heading.width(of: heading)
        + (isSynthetic ? PaperSheet.Text.Style.heading.width(of: "    " + PaperSheet.warning) : 0))
  }

  private func reach(of row: [Segment]) -> Reach {
    row.map { segment in
      let label = labelHeight(segment)
      return Reach(segment.millivolts, scale: .standard).limited(to: 40)
        .joined(Reach(below: Margin.trace - label, above: label + Margin.trace))
    }
    .reduce(Reach(below: 3, above: 10)) { $0.joined($1) }
  }

  private func labelHeight(_ segment: Segment) -> Double {
    PaperSheet.labelHeight(
      over: segment.millivolts, samplingRate: samplingRate,
      labelWidth: PaperSheet.Text.Style.lead.width(of: segment.name), scale: .standard)
  }

  private func add(_ row: [Segment], to page: inout PaperSheet, y: Double) {
    let scale = PaperScale.standard
    let start = Margin.page + Margin.calibration
    let strip = page.addStrip(x: start, y: y, scale: scale)
    page.addCalibration(strip: strip)
    for segment in row {
      let x = start + segment.place * scale.speed
      if segment.place > 0 {
        // Where one lead gives way to the next.
        page.ticks += [
          .init(x: x, bottom: y - 4, top: y - 2), .init(x: x, bottom: y + 2, top: y + 4),
        ]
      }
      page.signal.append(
        .init(
          strip: strip,
          seconds: segment.millivolts.indices.map {
            segment.start + Double($0 - segment.millivolts.startIndex) / samplingRate
          },
          millivolts: Array(segment.millivolts)))
      page.addText(.lead, segment.name, x: x + 1.2, y: y + labelHeight(segment))
    }
  }

  /// A number without needless digits.
  private static func text(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
