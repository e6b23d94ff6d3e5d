/// Distances that all pages share, in millimetres.
enum Margin {
  /// White round the page.
  static let page = 6.0
  /// From the page's upper edge to the paper below the title, or below further lines too.
  static func header(lines: Int) -> Double { 10 + 5.5 * Double(lines - 1) }
  /// From the paper to the page's lower edge, with one line of notes between.
  static let footer = 9.0
  /// Paper before a strip with calibration pulse.
  static let calibration = 15.0
  /// Paper behind a strip.
  static let end = 5.0
  /// Least distance between a trace and what lies above or below it.
  static let trace = 2.0
  /// Half the height of a lead's name, and its distance from the trace.
  static let label = 2.8
}

/// How far something reaches below and above a strip's zero line, in millimetres.
struct Reach: Sendable, Equatable {
  var below = 0.0
  var above = 0.0

  /// The samples' reach on a scale; missing samples reach nowhere.
  init(_ millivolts: some Sequence<Double>, scale: PaperScale) {
    for value in millivolts where value.isFinite {
      below = max(below, -value * scale.gain)
      above = max(above, value * scale.gain)
    }
  }

  init(below: Double = 0, above: Double = 0) {
    (self.below, self.above) = (below, above)
  }

  /// The larger reach on both sides.
  func joined(_ other: Reach) -> Reach {
    Reach(below: max(below, other.below), above: max(above, other.above))
  }

  /// No more than a limit on both sides, so that an artefact cannot make a page of metres.
  func limited(to limit: Double) -> Reach {
    Reach(below: min(below, limit), above: min(above, limit))
  }
}

extension PaperSheet {
  /// What stands on every page with a signal that no heart made.
  static let warning = "synthetic, not for diagnosis"

  /// Adds the place of a signal and returns its index.
  mutating func addStrip(x: Double, y: Double, scale: PaperScale) -> Int {
    strips.append(Strip(x: x, y: y, scale: scale))
    return strips.count - 1
  }

  mutating func addText(_ style: Text.Style, _ text: String, x: Double, y: Double) {
    texts.append(Text(style: style, x: x, y: y, text: text))
  }

  /// Adds a pulse of 1 mV and 0.2 s that ends one large box before the strip begins.
  mutating func addCalibration(strip: Int) {
    calibration.append(
      Trace(
        strip: strip, seconds: [-0.48, -0.4, -0.4, -0.2, -0.2, -0.12],
        millivolts: [0, 0, 1, 1, 0, 0]))
  }

  /// Adds the lines above the paper and, if not empty, a note on the second line's right end.
  mutating func addHeader(title: String, heading: String, atRight: String = "") {
    addText(.title, title, x: Margin.page, y: height - 5.5)
    if !heading.isEmpty { addText(.heading, heading, x: Margin.page, y: height - 11.2) }
    if !atRight.isEmpty {
      addText(.headingAtRight, atRight, x: width - Margin.page, y: height - 11.2)
    }
  }

  /// Adds a note at the lower left.
  mutating func addNote(_ text: String) {
    addText(.note, text, x: Margin.page, y: Margin.footer - 4)
  }

  /// Adds the note that states the paper's scale.
  mutating func addScaleNote(_ scale: PaperScale) {
    addText(.noteAtRight, scale.label, x: width - Margin.page, y: Margin.footer - 4)
  }

  /// Height over the zero line at which a lead's name at a strip's start touches no trace.
  ///
  /// `millivolts` are the strip's samples from its start, `labelWidth` is in millimetres.
  static func labelHeight(
    over millivolts: some Collection<Double>, samplingRate: Double, labelWidth: Double,
    scale: PaperScale
  ) -> Double {
    let covered = Int(((labelWidth + 2.5) / scale.speed * samplingRate).rounded(.up))
    let reach = Reach(millivolts.prefix(max(covered, 1)), scale: scale)
    let above = max(5, reach.above + Margin.label)
    let below = max(5, reach.below + Margin.label)
    // Above, unless the first wave under the name is much taller than deep.
    return above <= below + 5 ? above : -below
  }
}

extension PaperSheet.Text.Style {
  /// Size in points and mean width of a letter in em, for DejaVu Sans.
  private var letters: (points: Double, width: Double) {
    switch self {
    case .title: (11, 0.68)
    case .lead, .panel: (9, 0.68)
    case .wave: (5.5, 0.72)
    case .heading, .headingAtRight: (8, 0.6)
    case .note, .noteAtRight: (7, 0.6)
    }
  }

  /// About the width of a text in millimetres.
  func width(of text: String) -> Double {
    Double(text.count) * letters.width * letters.points * 25.4 / 72
  }
}
