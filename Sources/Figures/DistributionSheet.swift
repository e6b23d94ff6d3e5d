/// Distribution functions of measures in recordings and in drawn beats, a panel each.
public struct DistributionSheet: Figure {
  /// One measure.
  public struct Panel: Sendable {
    /// Its name and unit.
    public var name, unit: String
    /// Values in recordings and in drawn beats.
    public var real, drawn: [Double]
    /// Values in a second group to compare with the recordings.
    public var other: [Double]?
    /// What stands beside the name.
    public var note: String

    /// Creates a panel.
    public init(
      name: String, unit: String, real: [Double], drawn: [Double], other: [Double]?, note: String
    ) {
      self.name = name
      self.unit = unit
      self.real = real
      self.drawn = drawn
      self.other = other
      self.note = note
    }
  }

  private let title: String
  private let names: (real: String, drawn: String, other: String?)
  private let panels: [Panel]
  /// Millimetres of a panel's axes, of the white between panels, and below them for the numbers.
  private static let (width, height, gap, footer) = (52.0, 34.0, 9.0, 13.0)
  private static let columns = 4

  /// Collects panels.
  ///
  /// - Throws: `FigureError.Code.nothingToDraw` without a panel that has values.
  public init(
    title: String, names: (real: String, drawn: String, other: String?), panels: [Panel]
  ) throws(FigureError) {
    self.panels = panels.filter { !$0.real.isEmpty && !$0.drawn.isEmpty }
    guard !self.panels.isEmpty else {
      throw FigureError(.nothingToDraw, "'\(title)': no measure has values on both sides")
    }
    self.title = title
    self.names = names
  }

  /// The page: four panels a row.
  public func sheet() -> PaperSheet {
    var page = PaperSheet(script: "distributions.gp")
    let rows = (panels.count + Self.columns - 1) / Self.columns
    let across = Double(min(Self.columns, panels.count))
    page.width = 2 * Margin.page + across * (Self.width + Self.gap) - Self.gap
    page.height =
      Margin.header(lines: 3) + Double(rows) * (Self.height + Self.footer) + Margin.footer
      - Self.footer / 2
    for (index, panel) in panels.enumerated() {
      let (row, column) = (index / Self.columns, index % Self.columns)
      add(
        panel, to: &page, left: Margin.page + Double(column) * (Self.width + Self.gap),
        bottom: page.height - Margin.header(lines: 3) - Double(row + 1) * Self.height - Double(row)
          * Self.footer)
    }
    let other = names.other.map { ", \($0) (thin)" } ?? ""
    page.addHeader(
      title: title,
      heading:
        "part of the beats up to a value: \(names.real) (black), \(names.drawn) (blue)\(other)")
    page.addNote(PaperSheet.warning)
    return page
  }

  private func add(_ panel: Panel, to page: inout PaperSheet, left: Double, bottom: Double) {
    let groups = [panel.real, panel.drawn] + [panel.other].compactMap { $0 }
    // The middle 98 % of each group: single strays would squeeze all else.
    let ends = groups.map { $0.sorted() }.map { values in
      (values[Int(0.01 * Double(values.count - 1))], values[Int(0.99 * Double(values.count - 1))])
    }
    let low = ends.map(\.0).min() ?? 0
    let high = max(ends.map(\.1).max() ?? 1, low + 1e-9)
    // Traces are in seconds and millivolts of a strip: here both are millimetres.
    let strip = page.addStrip(x: left, y: bottom, scale: .standard)
    func trace(_ x: [Double], _ y: [Double]) -> PaperSheet.Trace {
      .init(
        strip: strip, seconds: x.map { $0 / PaperScale.standard.speed },
        millivolts: y.map { $0 / PaperScale.standard.gain })
    }
    func steps(_ values: [Double]) -> PaperSheet.Trace {
      let sorted = values.sorted()
      var (x, y) = ([0.0], [0.0])
      for (index, value) in sorted.enumerated() {
        let place = min(max((value - low) / (high - low), 0), 1) * Self.width
        x += [place, place]
        y += [Double(index), Double(index + 1)].map { $0 / Double(sorted.count) * Self.height }
      }
      return trace(x + [Self.width], y + [Self.height])
    }
    page.areas.append(
      .init(left: left, bottom: bottom, width: Self.width, height: Self.height, box: Self.width))
    page.signal.append(steps(panel.real))
    page.fitted.append(steps(panel.drawn))
    if let other = panel.other { page.residual.append(steps(other)) }
    page.calibration.append(
      trace([0, Self.width, Self.width, 0, 0], [0, 0, Self.height, Self.height, 0]))
    page.addText(.lead, panel.name, x: left, y: bottom + Self.height + 2.6)
    page.addText(.noteAtRight, panel.note, x: left + Self.width, y: bottom + Self.height + 2.6)
    page.addText(.note, Self.number(low), x: left, y: bottom - 2.4)
    page.addText(
      .noteAtRight, "\(Self.number(high)) \(panel.unit)", x: left + Self.width, y: bottom - 2.4)
  }

  /// Two or three digits.
  private static func number(_ value: Double) -> String {
    let scale = abs(value) < 10 ? 100.0 : 1
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
