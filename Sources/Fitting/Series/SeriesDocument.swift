import Electrocardiogram
public import Foundation
import LeadProjection

/// The fits of all beats of a record as JSON, with the keys of a fit file where both say the same.
struct SeriesDocument: Encodable {
  static let formatName = "ECGWorkbench fits of beats"

  let format = Self.formatName
  let version = 2
  let notice = "fitted to a recording, not for diagnosis"
  let record: String
  let model: FittedBeat.Model
  let samplingRateHertz: Double
  let rrIntervalSeconds: Double
  let beats: [BeatDocument]

  struct BeatDocument: Encodable {
    let beat: Int?
    let rSample: Int?
    let rrBeforeSeconds: Double?
    let rrAfterSeconds: Double?
    let beatCount: Int
    let leads: [LeadDocument]?
    let dipole: DipoleDocument?
  }

  struct LeadDocument: Encodable {
    let lead: ChannelName
    let prd: Double?
    let nrmse: Double?
    let r: Double?
    let residualWhiteness: Double?
    let flags: [FitFlag]
    let baselineMillivolts: Double?
    let baselineStandardErrorMillivolts: Double?
    let kernels: [FitDocument.KernelDocument]
  }

  struct DipoleDocument: Encodable {
    let prd: Double?
    let rankThreePRD: Double?
    let projectionLeads = Lead.independent
    let projection: [[Double]]?
    let axes: [AxisDocument]
  }

  struct AxisDocument: Encodable {
    let axis: ChannelName
    let flags: [FitFlag]
    let baselineMillivolts: Double?
    let kernels: [FitDocument.KernelDocument]
  }

  init(_ series: FittedSeries) {
    record = series.record
    model = series.model
    samplingRateHertz = series.samplingRate
    rrIntervalSeconds = series.rrInterval
    beats = series.beats.map { beat in
      let parts = zip(series.channels, beat.parts)
      return BeatDocument(
        beat: beat.index, rSample: beat.rSample, rrBeforeSeconds: beat.rrBefore,
        rrAfterSeconds: beat.rrAfter, beatCount: beat.beatCount,
        leads: series.model == .lead ? parts.map(LeadDocument.init) : nil,
        dipole: series.model == .lead
          ? nil
          : DipoleDocument(
            prd: beat.dipole?.prd, rankThreePRD: beat.dipole?.rankThreePRD,
            projection: beat.dipole.map { dipole in
              Lead.independent.map { dipole.projection.row(of: $0) }
            }, axes: parts.map(AxisDocument.init)))
    }
  }
}

extension SeriesDocument.LeadDocument {
  fileprivate init(_ lead: ChannelName, _ part: FittedSeries.Part) {
    self.init(
      lead: lead, prd: part.quality?.prd, nrmse: part.quality?.nrmse, r: part.quality?.r,
      residualWhiteness: part.quality?.residualWhiteness,
      flags: FitFlag.allCases.filter(part.flags.contains),
      baselineMillivolts: part.baseline.isNaN ? nil : part.baseline,
      baselineStandardErrorMillivolts: part.baselineStandardError,
      kernels: part.kernels.map(FitDocument.KernelDocument.init))
  }
}

extension SeriesDocument.AxisDocument {
  fileprivate init(_ axis: ChannelName, _ part: FittedSeries.Part) {
    self.init(
      axis: axis, flags: FitFlag.allCases.filter(part.flags.contains),
      baselineMillivolts: part.baseline.isNaN ? nil : part.baseline,
      kernels: part.kernels.map(FitDocument.KernelDocument.init))
  }
}

extension FittedSeries {
  /// The series as JSON, sorted keys.
  ///
  /// - Returns: UTF-8 text.
  /// - Throws: `FitError` with code `badKey` if a number is infinite.
  public func json() throws(FitError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(SeriesDocument(self)) + Data("\n".utf8)
    } catch {
      throw FitError(code: .badKey, message: "the fits of '\(record)' cannot be written: \(error)")
    }
  }
}
