import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport

/// A record of LUDB with its marks per lead.
///
/// Headers state a gain that scales every lead to 1 mV; the raw numbers are microvolts.
struct LUDBRecord {
  let name: String
  let recording: Recording
  private let waves: [Lead: [(wave: Wave, bounds: SampledWave)]]

  init(path: String) throws {
    var options = RecordReader.Options()
    options.unitsPerMillivolt = 1000
    name = URL(fileURLWithPath: path).lastPathComponent
    recording = try RecordReader.read(path, options: options)
    waves = try Dictionary(
      uniqueKeysWithValues: Lead.allCases.map { lead in
        (lead, Self.waves(try AnnotationFile.read("\(path).\(lead.rawValue.lowercased())")))
      })
  }

  /// All records, by number.
  static func all() throws -> [LUDBRecord] {
    try RealData.records(under: "ludb").map { try LUDBRecord(path: $0) }
      .sorted { $0.name.localizedStandardCompare($1.name) == .orderedAscending }
  }

  /// The marks of one wave in a lead, in time order.
  func marks(_ wave: Wave, in lead: Lead) -> [SampledWave] {
    (waves[lead] ?? []).filter { $0.wave == wave }.map(\.bounds)
  }

  private static func waves(_ file: AnnotationFile) -> [(wave: Wave, bounds: SampledWave)] {
    var found: [(wave: Wave, bounds: SampledWave)] = []
    var onset: Int?
    var peak: (wave: Wave, sample: Int)?
    for mark in file.annotations {
      switch mark.symbol {
      case "(": onset = mark.sample
      case ")":
        if let known = peak {
          found.append(
            (known.wave, SampledWave(onset: onset, peak: known.sample, offset: mark.sample)))
        }
        (onset, peak) = (nil, nil)
      case "p": peak = (.P, mark.sample)
      case "N": peak = (.QRS, mark.sample)
      case "t": peak = (.T, mark.sample)
      default: break
      }
    }
    return found
  }
}
