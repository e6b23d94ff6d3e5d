public import Electrocardiogram

/// A beat or a strip of up to ten seconds in chosen leads, with the waves' boundaries if given.
///
/// Up to three leads stand below each other; more are arranged in columns where the page has room.
public struct BeatFigure: Figure {
  /// A wave and where it lies, in seconds from the first sample.
  public struct MarkedWave: Sendable {
    /// Which wave.
    public var wave: Wave
    /// Its onset, peak and offset.
    public var boundaries: TimedWave

    /// Creates a mark.
    public init(_ wave: Wave, _ boundaries: TimedWave) {
      self.wave = wave
      self.boundaries = boundaries
    }
  }

  private let title: String
  private let heading: String
  private let channels: [Channel]
  private let samplingRate: Double
  private let waves: [MarkedWave]
  private let scale: PaperScale
  private let isSynthetic: Bool
  /// Longest strip in seconds, and widest paper in millimetres that leads are arranged on.
  private static let limit = (seconds: 10.0, millimetres: 270.0)

  /// Creates the figure.
  ///
  /// - Parameters:
  ///   - recording: The channels to draw, in their order; the name is the title. Of more than 10 s the
  ///     first 10 are drawn, and the heading says so.
  ///   - heading: A line below the title.
  ///   - waves: Waves to mark, in every lead.
  ///   - enlargement: Size of the paper's boxes in multiples of the standard's; 1 is 25 mm/s.
  ///   - isSynthetic: Puts "synthetic, not for diagnosis" on the page.
  /// - Throws: `FigureError.Code.nothingToDraw` if there is no channel or no sample.
  /// - Precondition: `enlargement` is positive and finite.
  public init(
    _ recording: Recording, heading: String = "", waves: [MarkedWave] = [],
    enlargement: Double = 1, isSynthetic: Bool = false
  ) throws(FigureError) {
    precondition(enlargement > 0 && enlargement.isFinite, "enlargement \(enlargement)")
    guard recording.sampleCount > 0 else {
      throw FigureError(.nothingToDraw, "'\(recording.name)' has no sample to draw")
    }
    title = recording.name
    samplingRate = recording.samplingRate
    let count = Int((Self.limit.seconds * recording.samplingRate).rounded(.down)) + 1
    let isCut = recording.sampleCount > count
    self.heading = isCut ? heading + (heading.isEmpty ? "" : ", ") + "first 10 s" : heading
    channels = recording.channels.map {
      Channel(name: $0.name, millivolts: Array($0.millivolts.prefix(count)))
    }
    self.waves = waves.compactMap {
      $0.clipped(to: min(recording.duration, Self.limit.seconds))
    }
    scale = PaperScale(enlargement: enlargement)
    self.isSynthetic = isSynthetic
  }

  /// The page.
  public func sheet() -> PaperSheet {
    var page = PaperSheet(script: "beat.gp")
    let seconds = Double(channels[0].millivolts.count - 1) / samplingRate
    let pitch = scale.largeBoxes(atLeast: seconds * scale.speed + Margin.end)
    let first = Margin.calibration * scale.enlargement
    let columns = self.columns(pitch: pitch, first: first)
    let rows = (channels.count + columns - 1) / columns
    let grid = (0..<rows).map { row in
      stride(from: row, to: channels.count, by: rows).map { channels[$0] }
    }
    let reaches = grid.map { row in
      row.map(reach).reduce(Reach(below: 2, above: scale.gain)) { $0.joined($1) }
    }
    let heights = reaches.map {
      (
        below: scale.largeBoxes(atLeast: $0.below + Margin.trace),
        above: scale.largeBoxes(atLeast: $0.above + Margin.trace)
      )
    }
    let height = heights.map { $0.below + $0.above }.reduce(0, +)
    let width = scale.largeBoxes(atLeast: max(first + Double(columns) * pitch, headerWidth))
    page.width = width + 2 * Margin.page
    page.height = Margin.header(lines: heading.isEmpty ? 1 : 2) + height + Margin.footer
    page.areas = [
      .init(
        left: Margin.page, bottom: Margin.footer, width: width, height: height, box: scale.box)
    ]
    var top = Margin.footer + height
    for (row, height) in zip(grid, heights) {
      let zero = top - height.above
      for (column, channel) in row.enumerated() {
        let strip = page.addStrip(
          x: Margin.page + first + Double(column) * pitch, y: zero, scale: scale)
        if column == 0 { page.addCalibration(strip: strip) }
        add(channel, to: &page, strip: strip, bottom: zero - height.below, top: top)
      }
      top = zero - height.below
    }
    page.addHeader(title: title, heading: heading)
    if isSynthetic { page.addNote(PaperSheet.warning) }
    page.addScaleNote(scale)
    return page
  }

  /// Columns that the page has room for; leads are arranged so from the fourth on.
  private func columns(pitch: Double, first: Double) -> Int {
    guard channels.count > 3 else { return 1 }
    let room = Int((Self.limit.millimetres - first) / pitch)
    return max(1, min(4, room, (channels.count + 2) / 3))
  }

  private var headerWidth: Double {
    let note = PaperSheet.Text.Style.note.width(
      of: scale.label + (isSynthetic ? "    " + PaperSheet.warning : ""))
    return max(
      PaperSheet.Text.Style.title.width(of: title),
      PaperSheet.Text.Style.heading.width(of: heading), note)
  }

  private func labelHeight(_ channel: Channel) -> Double {
    PaperSheet.labelHeight(
      over: channel.millivolts, samplingRate: samplingRate,
      labelWidth: PaperSheet.Text.Style.lead.width(of: channel.name), scale: scale)
  }

  /// Room for a lead's trace, name and the letters of its waves.
  private func reach(_ channel: Channel) -> Reach {
    let label = labelHeight(channel)
    var reach = Reach(channel.millivolts, scale: scale).limited(to: 40 * scale.enlargement)
      .joined(Reach(below: 2 - label, above: label + 2))
    if !waves.isEmpty { reach.above += 4 }
    return reach
  }

  private func add(
    _ channel: Channel, to page: inout PaperSheet, strip: Int, bottom: Double, top: Double
  ) {
    let (x, y) = (page.strips[strip].x, page.strips[strip].y)
    page.signal.append(
      .init(
        strip: strip, seconds: channel.millivolts.indices.map { Double($0) / samplingRate },
        millivolts: channel.millivolts))
    page.addText(.lead, channel.name, x: x + 0.8, y: y + labelHeight(channel))
    let place = { x + scale.speed * $0 }
    let letters = LabelRow.centres(
      waves.map { place($0.boundaries.peak) },
      widths: waves.map { PaperSheet.Text.Style.wave.width(of: $0.wave.rawValue) }, gap: 0.6)
    for (mark, letter) in zip(waves, letters) {
      let (onset, peak, offset) = (
        mark.boundaries.onset, mark.boundaries.peak, mark.boundaries.offset
      )
      page.waves.append(
        .init(
          role: WaveRole(mark.wave), left: place(onset ?? peak), right: place(offset ?? peak),
          bottom: bottom + 1, top: top - 4.5))
      page.addText(.wave, mark.wave.rawValue, x: letter, y: top - 2.4)
    }
  }
}

extension BeatFigure.MarkedWave {
  /// The part of the wave that lies on a strip of so many seconds; `nil` if its peak does not.
  fileprivate func clipped(to seconds: Double) -> BeatFigure.MarkedWave? {
    guard (0...seconds).contains(boundaries.peak) else { return nil }
    func clip(_ time: Double) -> Double { min(max(time, 0), seconds) }
    return BeatFigure.MarkedWave(
      wave,
      TimedWave(
        onset: boundaries.onset.map(clip), peak: boundaries.peak,
        offset: boundaries.offset.map(clip)))
  }
}
