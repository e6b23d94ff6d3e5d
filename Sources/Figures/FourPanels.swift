public import Electrocardiogram

/// Four rhythms side by side on ECG paper, each with its title and calibration pulse.
///
/// 25 mm/s and 10 mm/mV; 3.2 s of each rhythm are shown.
public struct FourPanels: Figure {
  /// One rhythm in one lead.
  public struct Panel: Sendable {
    /// What stands over the strip.
    public var title: String
    /// The lead that the samples are of.
    public var lead: Lead
    /// Samples a second.
    public var samplingRate: Double
    /// Potential from the strip's start.
    public var millivolts: [Double]
    /// Pulses of a pacemaker, in seconds from the strip's start; marked below the trace.
    public var pacingPulses: [PacingPulse]

    /// Creates a panel.
    ///
    /// - Precondition: the sampling rate is positive and finite.
    public init(
      title: String, lead: Lead, samplingRate: Double, millivolts: [Double],
      pacingPulses: [PacingPulse] = []
    ) {
      precondition(
        samplingRate > 0 && samplingRate.isFinite, "sampling rate \(samplingRate) Hz")
      self.title = title
      self.lead = lead
      self.samplingRate = samplingRate
      self.millivolts = millivolts
      self.pacingPulses = pacingPulses
    }
  }

  private let panels: [Panel]
  private let isSynthetic: Bool
  /// Seconds of each rhythm that are shown.
  static let seconds = 3.2
  /// White between panels, the lower one's title included.
  private static let gap = (across: 7.0, down: 11.0)

  /// Creates the figure.
  ///
  /// - Parameters:
  ///   - panels: The panels, row by row.
  ///   - isSynthetic: Puts "synthetic, not for diagnosis" on the page.
  /// - Precondition: there are four panels.
  public init(_ panels: [Panel], isSynthetic: Bool = false) {
    precondition(panels.count == 4, "\(panels.count) panels instead of 4")
    self.panels = panels
    self.isSynthetic = isSynthetic
  }

  /// The four panels on one page.
  public func sheet() -> PaperSheet {
    let scale = PaperScale.standard
    var page = PaperSheet(script: "four-panels.gp")
    let reaches = panels.map(Self.reach)
    let panelHeight = reaches.map { $0.below + $0.above }.reduce(0, max)
    let panelWidth = Margin.calibration + Self.seconds * scale.speed + Margin.end
    page.width = 2 * (Margin.page + panelWidth) + Self.gap.across
    page.height = Self.gap.down + 2 * panelHeight + Self.gap.down + Margin.footer
    for (index, panel) in panels.enumerated() {
      let left = Margin.page + Double(index % 2) * (panelWidth + Self.gap.across)
      let bottom = Margin.footer + Double(1 - index / 2) * (panelHeight + Self.gap.down)
      page.areas.append(
        .init(left: left, bottom: bottom, width: panelWidth, height: panelHeight, box: scale.box))
      let letter = ["a", "b", "c", "d"][index]
      page.addText(.panel, "\(letter)   \(panel.title)", x: left, y: bottom + panelHeight + 3.6)
      // The zero line lies on a large box's edge, with the room to spare shared out.
      let spare = panelHeight - reaches[index].below - reaches[index].above
      let zero = reaches[index].below + (spare / 2 / scale.largeBox).rounded(.down) * scale.largeBox
      page.add(panel, x: left + Margin.calibration, y: bottom + zero, bottom: bottom)
    }
    var notes = isSynthetic ? [PaperSheet.warning] : []
    if panels.contains(where: { !$0.shownPulses.isEmpty }) {
      notes.append("short lines under a trace: pacing pulses")
    }
    if !notes.isEmpty { page.addNote(notes.joined(separator: "; ")) }
    page.addScaleNote(scale)
    return page
  }

  /// Large boxes below and above the zero line, calibration pulse and lead's name included.
  private static func reach(_ panel: Panel) -> Reach {
    let scale = PaperScale.standard
    var reach = Reach(panel.shown, scale: scale).limited(to: 40)
      .joined(Reach(below: 2 - panel.labelHeight, above: max(10, panel.labelHeight + 2)))
    if !panel.shownPulses.isEmpty { reach.below += 5 }
    return Reach(
      below: scale.largeBoxes(atLeast: reach.below + Margin.trace),
      above: scale.largeBoxes(atLeast: reach.above + Margin.trace))
  }
}

extension FourPanels.Panel {
  /// The samples that are shown.
  var shown: ArraySlice<Double> {
    millivolts.prefix(Int((FourPanels.seconds * samplingRate).rounded(.down)) + 1)
  }

  /// The pulses that are shown.
  var shownPulses: [PacingPulse] {
    pacingPulses.filter { (0...FourPanels.seconds).contains($0.time) }
  }

  /// Height of the lead's name over the zero line.
  var labelHeight: Double {
    PaperSheet.labelHeight(
      over: shown, samplingRate: samplingRate,
      labelWidth: PaperSheet.Text.Style.lead.width(of: lead.rawValue), scale: .standard)
  }
}

extension PaperSheet {
  /// Adds a panel's calibration pulse, trace, name and pulses; the paper is there already.
  fileprivate mutating func add(
    _ panel: FourPanels.Panel, x: Double, y: Double, bottom: Double
  ) {
    let strip = addStrip(x: x, y: y, scale: .standard)
    addCalibration(strip: strip)
    signal.append(
      Trace(
        strip: strip, seconds: panel.shown.indices.map { Double($0) / panel.samplingRate },
        millivolts: Array(panel.shown)))
    addText(.lead, panel.lead.rawValue, x: x + 0.8, y: y + panel.labelHeight)
    for pulse in panel.shownPulses {
      let instant = x + pulse.time * PaperScale.standard.speed
      ticks.append(Tick(x: instant, bottom: bottom + 1, top: bottom + 4))
    }
  }
}
