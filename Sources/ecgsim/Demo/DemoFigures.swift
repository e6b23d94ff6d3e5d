import Conduction
import Electrocardiogram
import Figures
import RhythmLibrary
import Simulator

/// The picture of the paper: four rhythms, each in the lead that shows it best.
enum DemoFigures {
  /// Rhythm, title and lead of each panel.
  static let panels: [(rhythm: String, title: String, lead: Lead)] = [
    ("sinus-rhythm", "Sinus rhythm", .I), ("ventricular-pacing", "Ventricular pacing", .V1),
    ("first-degree-av-block", "First-degree AV block", .II),
    ("stemi-anterior", "Anterior STEMI", .V3),
  ]

  /// Draws 3.2 s of each rhythm at its own rate.
  static func fourPanels(_ catalogue: RhythmCatalogue) throws -> FourPanels {
    let (rate, duration) = (500.0, 3.4)
    let grid = SampleGrid(rate: rate, count: Int(rate * duration))
    return FourPanels(
      try panels.map { panel in
        let rhythm = try catalogue.rhythm(named: panel.rhythm)
        let rr = 60 / rhythm.rate.defaultPerMinute
        let conduction = try SteadyConduction(
          rhythm, rrInterval: rr, firstRPeak: 0.45 * rr, atrialShift: 0.3, duration: duration)
        let train = BeatTrain(conduction, duration: duration)
        let leads = BatchSimulator(grid: grid).simulate([train])
        let row = train.leads.firstIndex(of: panel.lead) ?? 0
        return FourPanels.Panel(
          title: "\(panel.title), lead \(panel.lead.rawValue)", lead: panel.lead,
          samplingRate: rate,
          millivolts: leads[row * grid.count..<(row + 1) * grid.count].map { Double($0) },
          pacingPulses: train.stimuli.map(\.pulse))
      }, isSynthetic: true)
  }
}
