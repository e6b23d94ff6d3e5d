import Electrocardiogram
import Figures
import Foundation
import RandomNumbers
import TestSupport

/// One figure of each kind, for tests that concern them all.
enum Samples {
  static let waves: [BeatFigure.MarkedWave] = [
    .init(.P, .init(onset: 0.24, peak: 0.29, offset: 0.34)),
    .init(.QRS, .init(onset: 0.40, peak: 0.44, offset: 0.48)),
    .init(.T, .init(onset: 0.60, peak: 0.70, offset: 0.81)),
  ]

  /// The sinus beat in a lead, with a twin that differs in the height of T, and its waves as kernels.
  static func fit(_ lead: Lead = .II, tScale: Double = 0.9) -> FitFigure.LeadFit {
    let times = (0..<400).map { Double($0) / 500 - 0.3 }
    let beat = times.map { SampleBeat.sinus.potential(in: lead, at: $0) }
    let roles: [WaveRole] = [.P, .P, .QRS, .QRS, .QRS, .QRS, .T, .T]
    let kernels = zip(SampleBeat.sinus.waves, roles).map { wave, role in
      FitFigure.Kernel(
        role: role,
        millivolts: times.map {
          (role == .T ? tScale : 1) * SampleBeat.potential(of: wave, in: lead, at: $0)
        })
    }
    let model = beat.indices.map { index in
      kernels.reduce(0) { $0 + $1.millivolts[index] }
    }
    return FitFigure.LeadFit(
      name: lead.rawValue, beat: beat, model: model, prdPercent: 4.26, kernels: kernels)
  }

  /// Pairs whose real beats all start with 1 mV and whose fitted ones start with 0.
  static func pairs(_ count: Int = 12) -> [PairSheet.Pair] {
    (0..<count).map { number in
      let beat = (0..<400).map { Double(number + 1) / 10 * sin(Double($0) / 30) }
      return PairSheet.Pair(
        samplingRate: 500, real: [1] + beat.dropFirst(), fitted: [0] + beat.dropFirst())
    }
  }

  static func pairSheet(seed: UInt64 = 1, count: Int = 12) -> PairSheet {
    var generator = Philox(seed: seed)
    return PairSheet(pairs(count), using: &generator)
  }

  /// Every kind of figure with its script's name.
  static func all() throws -> [(script: String, figure: any Figure)] {
    [
      ("four-panels.gp", FourPanelsTests.figure),
      ("record.gp", try RecordSheet(SampleBeat.sinus.recording())),
      (
        "beat.gp",
        try BeatFigure(SampleBeat.sinus.recording(seconds: 1, leads: [.II, .V1]), waves: waves)
      ),
      ("detections.gp", try DetectionSheetTests.sheet()),
      ("fit.gp", FitFigure(title: "beat", samplingRate: 500, leads: [fit()])),
      ("pairs.gp", pairSheet()),
      ("leads.gp", try LeadSheetTests.sheet()),
      ("distributions.gp", try DistributionSheetTests.sheet()),
    ]
  }
}

extension Figure {
  /// The data file that the figure's script draws.
  func dataFile() throws -> DataFile {
    try Folder.with { folder in
      try write(to: folder + "/a.svg", options: FigureOptions(dataPath: folder + "/a.dat"))
      return try DataFile(path: folder + "/a.dat")
    }
  }

  /// The texts that stand in the picture.
  func texts() throws -> [String] {
    try Folder.with { folder in
      try write(to: folder + "/a.svg")
      return try VectorPicture(svg: folder + "/a.svg").texts
    }
  }
}
