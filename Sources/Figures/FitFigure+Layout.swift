extension FitFigure {
  /// The page.
  public func sheet() -> PaperSheet {
    var page = PaperSheet(script: "fit.gp")
    let columns = leads.count <= 3 ? leads.count : leads.count <= 8 ? (leads.count + 1) / 2 : 6
    let rows = stride(from: 0, to: leads.count, by: columns).map {
      leads[$0..<min($0 + columns, leads.count)]
    }
    let seconds = Double(leads.map(\.beat.count).max() ?? 0) / samplingRate
    let width = scale.largeBoxes(
      atLeast: max(
        seconds * scale.speed,
        (headerWidth - Double(columns - 1) * Self.gap) / Double(columns)))
    let bands = rows.map { row in row.map(band).reduce(Band()) { $0.joined($1) }.whole(scale) }
    let height = bands.map { $0.height + Self.gap }.reduce(-Self.gap, +)
    page.width = Double(columns) * (width + Self.gap) - Self.gap + 2 * Margin.page
    page.height = Margin.header(lines: 3) + height + Margin.footer
    var top = Margin.footer + height
    for (row, band) in zip(rows, bands) {
      for (column, lead) in row.enumerated() {
        page.areas.append(
          .init(
            left: Margin.page + Double(column) * (width + Self.gap), bottom: top - band.height,
            width: width, height: band.height, box: scale.box))
        add(lead, to: &page, band: band)
      }
      top -= band.height + Self.gap
    }
    page.addHeader(title: title, heading: heading)
    addLegend(to: &page)
    page.addScaleNote(scale)
    return page
  }

  /// Heights within one lead's paper, in millimetres: from the upper edge to the beat's zero line,
  /// from there to the end of the beat's part, from there to the residual's zero line, and from there
  /// to the lower edge.
  fileprivate struct Band {
    var above = 0.0
    var below = 0.0
    var residualAbove = 0.0
    var residualBelow = 0.0

    var height: Double { above + below + residualAbove + residualBelow }
    var zero: Double { height - above }

    func joined(_ other: Band) -> Band {
      Band(
        above: max(above, other.above), below: max(below, other.below),
        residualAbove: max(residualAbove, other.residualAbove),
        residualBelow: max(residualBelow, other.residualBelow))
    }

    /// The beat's zero line on the edge of a large box, the residual's on that of a small one.
    func whole(_ scale: PaperScale) -> Band {
      var band = self
      band.above = scale.largeBoxes(atLeast: above)
      band.residualBelow = scale.boxes(atLeast: residualBelow)
      let rest = scale.boxes(atLeast: residualAbove) + band.residualBelow
      band.below = scale.boxes(atLeast: below)
      band.residualAbove =
        scale.largeBoxes(atLeast: band.below + rest) - band.below
        - band.residualBelow
      return band
    }
  }

  /// The heights that a lead needs, its name and PRD above the trace included.
  private func band(_ lead: LeadFit) -> Band {
    let limit = 40 * scale.enlargement
    let beat = Reach(lead.beat + lead.model, scale: scale).limited(to: limit)
    // Two kernels may nearly cancel and tower over the beat; drawn whole they would dwarf it. They leave
    // the paper half a beat beyond it, and a note tells how high they are.
    let kernels = Reach(lead.kernels.flatMap(\.millivolts), scale: scale)
      .limited(to: max(beat.above, beat.below) / 2)
    let residual = residualReach(lead)
    let reach = beat.joined(kernels)
    return Band(
      above: reach.above + nameDepth + 3, below: reach.below + 1,
      residualAbove: residualLabelHeight(lead) + 1.6, residualBelow: residual.below + 2)
  }

  /// How far below the paper's edge the names stand: in the middle of a row of boxes.
  private var nameDepth: Double { scale.box < 3 ? 1.5 * scale.box : 0.5 * scale.box }

  /// How far above the residual's zero line its name stands: in a row of boxes that it leaves free.
  private func residualLabelHeight(_ lead: LeadFit) -> Double {
    scale.boxes(atLeast: residualReach(lead).above + 0.5) + scale.box / 2
  }

  private func residualReach(_ lead: LeadFit) -> Reach {
    Reach(residual(lead).map { $0 * residualGain }, scale: scale).limited(
      to: 40 * scale.enlargement)
  }

  private func residual(_ lead: LeadFit) -> [Double] {
    zip(lead.beat, lead.model).map { $0 - $1 }
  }

  /// Adds a lead to the paper that was added last.
  private func add(_ lead: LeadFit, to page: inout PaperSheet, band: Band) {
    let area = page.areas[page.areas.count - 1]
    let seconds = lead.beat.indices.map { Double($0) / samplingRate }
    let strip = page.addStrip(x: area.left, y: area.bottom + band.zero, scale: scale)
    for kernel in lead.kernels {
      page.kernels.append(
        .init(
          role: kernel.role,
          trace: .init(
            strip: strip, seconds: seconds,
            millivolts: kernel.millivolts.map {
              min(max($0, -band.below / scale.gain), band.above / scale.gain)
            })))
    }
    addHeights(ofKernelsCutOffIn: lead, to: &page, band: band)
    page.signal.append(.init(strip: strip, seconds: seconds, millivolts: lead.beat))
    page.fitted.append(.init(strip: strip, seconds: seconds, millivolts: lead.model))
    let below = page.addStrip(
      x: area.left, y: area.bottom + band.residualBelow, scale: scale)
    page.residual.append(
      .init(
        strip: below, seconds: seconds, millivolts: residual(lead).map { $0 * residualGain }))
    let top = area.bottom + area.height
    page.addText(.lead, lead.name, x: area.left + 1, y: top - nameDepth)
    page.addText(
      .noteAtRight, "PRD \(Self.oneDecimal(lead.prdPercent)) %", x: area.left + area.width - 1,
      y: top - nameDepth)
    page.addText(
      .note, residualGain == 1 ? "residual" : "residual × \(PaperScale.number(residualGain))",
      x: area.left + 1, y: area.bottom + band.residualBelow + residualLabelHeight(lead))
  }

  /// Tells the heights of kernels that leave the paper, beside them.
  private func addHeights(
    ofKernelsCutOffIn lead: LeadFit, to page: inout PaperSheet, band: Band
  ) {
    let area = page.areas[page.areas.count - 1]
    let peaks = lead.kernels.compactMap { kernel -> (index: Int, height: Double)? in
      let peak = kernel.millivolts.indices.max {
        kernel.millivolts[$0].magnitude < kernel.millivolts[$1].magnitude
      }
      return peak.map { ($0, kernel.millivolts[$0]) }
    }
    for (isAbove, limit) in [(true, band.above), (false, band.below)] {
      let cut = peaks.filter {
        ($0.height > 0) == isAbove && $0.height.magnitude * scale.gain > limit
      }
      guard let first = cut.first else { continue }
      let text = cut.map { Self.oneDecimal($0.height) }.joined(separator: ", ") + " mV"
      let x = area.left + Double(first.index) / samplingRate * scale.speed
      let isAtRight = x + 4 + PaperSheet.Text.Style.note.width(of: text) > area.left + area.width
      // Below the row of the names, or just above the end of the beat's part.
      let zero = area.bottom + band.zero
      let y =
        isAbove ? zero + band.above - nameDepth - 2 * scale.box : zero - band.below + scale.box / 2
      page.addText(isAtRight ? .noteAtRight : .note, text, x: x + (isAtRight ? -2.5 : 2.5), y: y)
    }
  }

  /// Adds samples of the colours: beat, model, and each role that a kernel has.
  private func addLegend(to page: inout PaperSheet) {
    let y = page.height - 16.7
    let strip = page.addStrip(x: 0, y: y, scale: .standard)
    var x = Margin.page
    for (name, isModel) in [("recorded beat", false), ("model", true)] {
      let line = PaperSheet.Trace(
        strip: strip, seconds: [x / 25, (x + 6) / 25], millivolts: [0, 0])
      if isModel { page.fitted.append(line) } else { page.signal.append(line) }
      page.addText(.note, name, x: x + 7.5, y: y)
      x += 11 + PaperSheet.Text.Style.note.width(of: name)
    }
    for role in roles {
      page.keys.append(.init(role: role, left: x, right: x + 4, bottom: y - 1.2, top: y + 1.2))
      page.addText(.note, role.name, x: x + 5, y: y)
      x += 8 + PaperSheet.Text.Style.note.width(of: role.name)
    }
  }

  /// Roles that occur, in the order of the beat.
  private var roles: [WaveRole] {
    let used = Set(leads.flatMap { $0.kernels.map(\.role) })
    return WaveRole.allCases.filter(used.contains)
  }

  private var legendWidth: Double {
    let note = PaperSheet.Text.Style.note
    return 22 + note.width(of: "recorded beat") + note.width(of: "model")
      + roles.map { 8 + note.width(of: $0.name) }.reduce(-3, +)
  }

  private var headerWidth: Double {
    max(
      PaperSheet.Text.Style.title.width(of: title),
      PaperSheet.Text.Style.heading.width(of: heading), legendWidth)
  }

  private static func oneDecimal(_ value: Double) -> String {
    value.isFinite ? "\((value * 10).rounded() / 10)" : "unknown"
  }
}

extension WaveRole {
  /// What a legend calls it.
  var name: String { self == .other ? "other" : "\(self)" }
}
