import Gnuplot

extension PaperSheet {
  /// The data file that the script draws; `Plots/paper.gp` says what its sections hold.
  func dataFile() -> String {
    var file = "# Data of Plots/\(script); sections and units are explained in Plots/paper.gp.\n"
    func section(_ name: String, _ columns: Int, _ rows: [String]) {
      // gnuplot wants at least one row in a section; one without positions draws nothing.
      let none = "1" + String(repeating: "\tNaN", count: columns - 1)
      file += "# \(name)\n" + (rows.isEmpty ? none : rows.joined(separator: "\n")) + "\n\n\n"
    }
    section("page", 2, [row(width, height)])
    section("areas", 5, areas.map { row($0.left, $0.bottom, $0.width, $0.height, $0.box) })
    section(
      "strips", 5,
      strips.enumerated().map {
        "\($0 + 1)\t" + row($1.x, $1.y, $1.scale.speed, $1.scale.gain)
      })
    section("signal", 3, signal.map { lines($0) })
    section("fitted", 3, fitted.map { lines($0) })
    section("residual", 3, residual.map { lines($0) })
    for role in WaveRole.allCases {
      section(
        "kernels-\(role.rawValue)", 3,
        kernels.filter { $0.role == role }.map { lines($0.trace) })
    }
    section("calibration", 3, calibration.map { lines($0) })
    section("waves", 5, waves.map { row($0) })
    section("ticks", 3, ticks.map { row($0.x, $0.bottom, $0.top) })
    section("keys", 5, keys.map { row($0) })
    section(
      "texts", 4,
      texts.map {
        "\($0.style.rawValue)\t" + row($0.x, $0.y) + "\t" + GnuplotProcess.dataField($0.text)
      })
    return file
  }

  /// The samples of a trace, ended by a blank line.
  private func lines(_ trace: Trace) -> String {
    var text = ""
    text.reserveCapacity(trace.seconds.count * 32)
    for (seconds, millivolts) in zip(trace.seconds, trace.millivolts) {
      text += "\(trace.strip + 1)\t\(number(seconds))\t\(number(millivolts))\n"
    }
    return text
  }

  private func row(_ band: Band) -> String {
    "\(band.role.rawValue)\t" + row(band.left, band.right, band.bottom, band.top)
  }

  private func row(_ values: Double...) -> String {
    values.map(number).joined(separator: "\t")
  }

  private func number(_ value: Double) -> String {
    value.isFinite ? "\((value * 1e6).rounded() / 1e6)" : "NaN"
  }
}
