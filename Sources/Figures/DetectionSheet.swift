public import Electrocardiogram

/// A stretch of a recording with the beats that several detectors, or annotators, find in it.
///
/// Each has a row of ticks above the leads; instants at which they disagree are tinted. Every lead is
/// drawn around its median, at 25 mm/s and 10 mm/mV.
public struct DetectionSheet: Figure {
  /// The beats of one detector.
  public struct Beats: Sendable {
    /// Who finds them.
    public var name: String
    /// Instants in seconds from the recording's start.
    public var times: [Double]

    /// Creates a row.
    public init(name: String, times: [Double]) {
      self.name = name
      self.times = times
    }
  }

  /// Longest stretch in seconds.
  public static let longest = 10.0
  /// Height of a row of ticks in millimetres.
  private static let rowHeight = 5.0
  /// Paper to the left of the stretch in millimetres, for the names.
  private static let nameWidth = 35.0
  /// Half the width of a tint in seconds.
  private static let tintHalfWidth = 0.06

  private let title: String
  private let heading: String
  private let channels: [Channel]
  private let samplingRate: Double
  private let start: Double
  private let beats: [Beats]
  private let disputed: [Double]

  /// Chooses a stretch.
  ///
  /// - Parameters:
  ///   - recording: The channels to draw, in their order; the name is the title.
  ///   - range: The stretch in seconds; what lies outside of the recording, or goes on for more than
  ///     10 s, is left out.
  ///   - beats: A row of ticks each.
  ///   - disputed: Instants to tint, in seconds.
  ///   - heading: A line below the title.
  /// - Throws: `FigureError.Code.nothingToDraw` if no sample of a channel lies in the stretch.
  public init(
    _ recording: Recording, range: ClosedRange<Double>, beats: [Beats], disputed: [Double],
    heading: String
  ) throws(FigureError) {
    let rate = recording.samplingRate
    let first = max(0, Int((range.lowerBound * rate).rounded(.up)))
    let end = min(range.upperBound, range.lowerBound + Self.longest, recording.duration)
    let last = min(recording.sampleCount, Int((end * rate).rounded(.up)))
    guard first < last else {
      throw FigureError(
        .nothingToDraw,
        "'\(recording.name)' lasts \(recording.duration) s and has no sample between "
          + "\(range.lowerBound) and \(range.upperBound) s")
    }
    title = recording.name
    samplingRate = rate
    start = Double(first) / rate
    channels = recording.channels.map { channel in
      let stretch = channel.millivolts[first..<last]
      let finite = stretch.filter(\.isFinite).sorted()
      let median = finite.isEmpty ? 0 : finite[finite.count / 2]
      return Channel(name: channel.name, millivolts: stretch.map { $0 - median })
    }
    let shown = start...Double(last) / rate
    self.beats = beats.map { Beats(name: $0.name, times: $0.times.filter(shown.contains)) }
    self.disputed = disputed.filter(shown.contains)
    self.heading = heading
  }

  /// The page.
  public func sheet() -> PaperSheet {
    let scale = PaperScale.standard
    var page = PaperSheet(script: "detections.gp")
    let seconds = Double(channels.first?.millivolts.count ?? 0) / samplingRate
    let left = Margin.page + Self.nameWidth
    let width = scale.largeBoxes(
      atLeast: max(Self.nameWidth + seconds * scale.speed + Margin.end, headerWidth))
    let reaches = channels.map(reach)
    let rows = scale.largeBoxes(atLeast: Double(beats.count) * Self.rowHeight)
    let height =
      rows
      + reaches.reduce(0) {
        $0 + scale.largeBoxes(atLeast: $1.above + $1.below + 2 * Margin.trace)
      }
    page.width = width + 2 * Margin.page
    page.height = Margin.header(lines: 2) + height + Margin.footer
    page.areas = [
      .init(
        left: Margin.page, bottom: Margin.footer, width: width, height: height, box: scale.box)
    ]
    let top = Margin.footer + height
    var zero = top - rows
    for (channel, reach) in zip(channels, reaches) {
      let place = zero - Margin.trace - reach.above
      add(channel, to: &page, x: left, y: place)
      zero -= scale.largeBoxes(atLeast: reach.above + reach.below + 2 * Margin.trace)
    }
    addBeats(to: &page, left: left, top: top)
    page.addHeader(title: title, heading: heading)
    page.addScaleNote(scale)
    return page
  }

  private var headerWidth: Double {
    max(
      PaperSheet.Text.Style.title.width(of: title),
      PaperSheet.Text.Style.heading.width(of: heading))
  }

  private func reach(_ channel: Channel) -> Reach {
    Reach(channel.millivolts, scale: .standard).limited(to: 30).joined(Reach(below: 2, above: 4))
  }

  private func add(_ channel: Channel, to page: inout PaperSheet, x: Double, y: Double) {
    let strip = page.addStrip(x: x, y: y, scale: .standard)
    page.addText(.lead, channel.name, x: Margin.page + 1.5, y: y)
    page.signal.append(
      .init(
        strip: strip, seconds: channel.millivolts.indices.map { Double($0) / samplingRate },
        millivolts: channel.millivolts))
  }

  private func addBeats(to page: inout PaperSheet, left: Double, top: Double) {
    func x(_ time: Double) -> Double { left + (time - start) * PaperScale.standard.speed }
    for (row, beats) in beats.enumerated() {
      let middle = top - (Double(row) + 0.5) * Self.rowHeight
      page.addText(.note, beats.name, x: Margin.page + 1.5, y: middle)
      page.ticks += beats.times.map {
        .init(x: x($0), bottom: middle - 0.4 * Self.rowHeight, top: middle + 0.4 * Self.rowHeight)
      }
    }
    page.waves = disputed.map {
      .init(
        role: .ST, left: x($0 - Self.tintHalfWidth), right: x($0 + Self.tintHalfWidth),
        bottom: Margin.footer, top: top)
    }
  }
}
