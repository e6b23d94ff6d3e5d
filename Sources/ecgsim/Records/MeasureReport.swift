import Electrocardiogram
import Measurement

/// What `measure` prints.
struct MeasureReport: Encodable {
  /// The boundaries of every wave, one entry a beat.
  struct Waves: Encodable {
    let P: [SampledWave?]
    let QRS: [SampledWave?]
    let T: [SampledWave?]

    init(_ beats: [BeatWaves]) {
      P = beats.map(\.p)
      QRS = beats.map(\.qrs)
      T = beats.map(\.t)
    }
  }

  struct LeadReport: Encodable {
    let waves: Waves
    /// Medians over the beats.
    let quantities: [String: Measured]
  }

  struct Measured: Encodable {
    let value: Double
    let unit: String
  }

  let record: String
  let samplingRate: Double
  let rPeaks: [Int]
  let consensus: Waves
  let quantities: [String: Measured]
  let leads: [String: LeadReport]
  let pacingPulses: [DetectedPulse]
  /// Why statistics of heart rate variability were not taken, by name.
  let refusals: [String: String]

  /// Makes the report; a record of a folder is called by its path within that.
  init(_ recording: Recording, _ measures: RecordMeasures, record: String? = nil) {
    self.record = record ?? recording.name
    samplingRate = recording.samplingRate
    rPeaks = measures.delineation.rPeaks
    consensus = Waves(measures.delineation.consensus)
    quantities = Self.medians(of: measures, lead: nil)
    leads = Dictionary(
      measures.delineation.leads.map { lead in
        (
          lead.lead?.rawValue ?? lead.name,
          LeadReport(
            waves: Waves(lead.beats),
            quantities: lead.lead.map { Self.medians(of: measures, lead: $0) } ?? [:])
        )
      }, uniquingKeysWith: { first, _ in first })
    pacingPulses = measures.pulses
    refusals = Dictionary(
      uniqueKeysWithValues: measures.refusals.map { ($0.key.rawValue, $0.value) })
  }

  private static func medians(of measures: RecordMeasures, lead: Lead?) -> [String: Measured] {
    var medians: [String: Measured] = [:]
    for quantity in Quantity.allCases {
      guard let value = measures.value(quantity, lead: lead) else { continue }
      medians[quantity.rawValue] = Measured(value: value, unit: quantity.unit)
    }
    return medians
  }

  /// The report for people.
  var lines: [String] {
    var lines = [
      "\(record): \(rPeaks.count.of("beat")) at \(samplingRate.formatted(0)) Hz, "
        + pacingPulses.count.of("pacing pulse")
    ]
    guard !rPeaks.isEmpty else { return lines }
    var intervals = Table(["quantity", "median", "unit"])
    for quantity in Quantity.allCases {
      if let measured = quantities[quantity.rawValue] {
        intervals.add([
          quantity.rawValue, measured.value.formatted(measured.unit == "s²" ? 6 : 3),
          measured.unit,
        ])
      }
    }
    lines += intervals.lines
    let shown: [Quantity] = [
      .pAmplitude, .qAmplitude, .rAmplitude, .sAmplitude, .jLevel, .j60Level, .tAmplitude,
    ]
    var table = Table(["lead, mV"] + shown.map(\.rawValue))
    for lead in Lead.allCases {
      guard let report = leads[lead.rawValue] else { continue }
      table.add(
        [lead.rawValue]
          + shown.map { report.quantities[$0.rawValue]?.value.formatted(2) ?? "-" })
    }
    return lines + [""] + table.lines + refusals.values.sorted()
  }
}
