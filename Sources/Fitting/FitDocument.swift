import CardiacModel
import Electrocardiogram
import Foundation
import LeadProjection

/// The layout of a fit file, key by key.
struct FitDocument: Codable {
  var format = FitDocument.formatName
  var version = FittedBeat.formatVersion
  var notice = "synthetic, not for diagnosis"
  var record: String
  var model: FittedBeat.Model
  var samplingRateHertz: Double
  var rIndex: Int
  var rrIntervalSeconds: Double
  var beatCount: Int
  var leads: [LeadDocument]
  var dipole: DipoleDocument?

  static let formatName = "ECGWorkbench fit"

  struct LeadDocument: Codable {
    var lead: ChannelName
    var isDerived: Bool
    var prd: Double
    var nrmse: Double
    var r: Double
    var residualWhiteness: Double
    var baselineMillivolts: Double
    var baselineStandardErrorMillivolts: Double?
    var kernels: [KernelDocument]
    var beat: [Double]
    var model: [Double]
  }

  struct DipoleDocument: Codable {
    var prd: Double
    var rankThreePRD: Double
    var projectionLeads: [Lead]
    var projection: [[Double]]
    var axes: [AxisDocument]
  }

  struct AxisDocument: Codable {
    var axis: String
    var baselineMillivolts: Double
    var kernels: [KernelDocument]
  }

  struct KernelDocument: Codable {
    var role: KernelRole
    var timeSeconds: Double
    var widthSeconds: Double
    var amplitudeMillivolts: Double
    var standardErrors: ErrorDocument
    var atBounds: [FittedKernel.Bound]
  }

  struct ErrorDocument: Codable {
    var timeSeconds: Double?
    var widthSeconds: Double?
    var amplitudeMillivolts: Double?
  }
}

extension FitDocument {
  init(_ beat: FittedBeat) {
    record = beat.record
    model = beat.model
    samplingRateHertz = beat.timing.samplingRate
    rIndex = beat.timing.rIndex
    rrIntervalSeconds = beat.timing.rrInterval
    beatCount = beat.beatCount
    leads = beat.leads.map {
      LeadDocument(
        lead: $0.name, isDerived: $0.isDerived, prd: $0.quality.prd, nrmse: $0.quality.nrmse,
        r: $0.quality.r, residualWhiteness: $0.quality.residualWhiteness,
        baselineMillivolts: $0.baseline,
        baselineStandardErrorMillivolts: $0.baselineStandardError,
        kernels: $0.kernels.map(KernelDocument.init), beat: $0.beat, model: $0.model)
    }
    dipole = beat.dipole.map { dipole in
      DipoleDocument(
        prd: dipole.prd, rankThreePRD: dipole.rankThreePRD, projectionLeads: Lead.independent,
        projection: Lead.independent.map { dipole.projection.row(of: $0) },
        axes: zip(Self.axisNames, dipole.axes).map {
          AxisDocument(
            axis: $0, baselineMillivolts: $1.baseline, kernels: $1.kernels.map(KernelDocument.init))
        })
    }
  }

  static let axisNames = ["X", "Y", "Z"]

  /// Checks what the types alone do not, and makes the beat.
  func fittedBeat() throws(FitError) -> FittedBeat {
    try expect(format == Self.formatName, "format", "is '\(format)', not '\(Self.formatName)'")
    try expect(
      version == FittedBeat.formatVersion, "version",
      "is \(version); this program reads version \(FittedBeat.formatVersion)")
    guard let count = leads.first?.beat.count else {
      throw FitError(code: .badKey, message: "key 'leads' is empty")
    }
    let timing = try BeatTiming(
      samplingRate: samplingRateHertz, rIndex: rIndex, rrInterval: rrIntervalSeconds,
      sampleCount: count)
    try expect(
      Set(leads.map(\.lead)).count == leads.count, "leads", "names a lead more than once")
    try expect(
      (dipole != nil) == (model == .dipole), "dipole",
      "must be there if and only if 'model' is 'dipole'")
    var fitted: [FittedBeat.FittedLead] = []
    for lead in leads {
      let place = "leads.\(lead.lead)"
      try expect(lead.beat.count == count, place + ".beat", "has not \(count) samples")
      try expect(lead.model.count == count, place + ".model", "has not \(count) samples")
      fitted.append(
        .init(
          name: lead.lead, beat: lead.beat, model: lead.model,
          quality: FitQuality(
            prd: lead.prd, nrmse: lead.nrmse, r: lead.r, residualWhiteness: lead.residualWhiteness),
          baseline: lead.baselineMillivolts,
          baselineStandardError: lead.baselineStandardErrorMillivolts,
          kernels: try kernels(lead.kernels, place), isDerived: lead.isDerived))
    }
    return FittedBeat(
      record: record, timing: timing, beatCount: beatCount, model: model, leads: fitted,
      dipole: try dipole.map { (document) throws(FitError) in try fittedDipole(document) })
  }

  private func fittedDipole(
    _ document: DipoleDocument
  ) throws(FitError) -> FittedBeat.Dipole {
    try expect(
      document.projectionLeads == Lead.independent, "dipole.projectionLeads",
      "is not \(Lead.independent.map(\.rawValue))")
    try expect(
      document.projection.count == Lead.independent.count
        && document.projection.allSatisfy { $0.count == 3 },
      "dipole.projection", "is not \(Lead.independent.count) rows of 3")
    try expect(
      document.axes.map(\.axis) == Self.axisNames, "dipole.axes", "is not \(Self.axisNames)")
    var axes: [DipoleFit.Axis] = []
    for axis in document.axes {
      axes.append(
        .init(
          kernels: try kernels(axis.kernels, "dipole.axes.\(axis.axis)"),
          baseline: axis.baselineMillivolts))
    }
    return FittedBeat.Dipole(
      axes: axes, projection: DipoleProjection(weights: document.projection.flatMap { $0 }),
      prd: document.prd, rankThreePRD: document.rankThreePRD)
  }

  private func kernels(
    _ documents: [KernelDocument], _ place: String
  ) throws(FitError) -> [FittedKernel] {
    var result: [FittedKernel] = []
    for (index, document) in documents.enumerated() {
      try expect(
        document.widthSeconds > 0, "\(place).kernels[\(index)].widthSeconds",
        "is \(document.widthSeconds), not positive")
      let errors = document.standardErrors
      for (key, error) in [
        ("timeSeconds", errors.timeSeconds), ("widthSeconds", errors.widthSeconds),
        ("amplitudeMillivolts", errors.amplitudeMillivolts),
      ] {
        guard let error, error < 0 else { continue }
        throw FitError(
          code: .badKey,
          message: "key '\(place).kernels[\(index)].standardErrors.\(key)' is \(error), negative")
      }
      var kernel = FittedKernel(
        role: document.role, time: document.timeSeconds, width: document.widthSeconds,
        amplitude: document.amplitudeMillivolts)
      kernel.standardErrors = .init(
        time: errors.timeSeconds, width: errors.widthSeconds, amplitude: errors.amplitudeMillivolts)
      kernel.atBounds = document.atBounds
      result.append(kernel)
    }
    return result
  }

  private func expect(
    _ condition: Bool, _ key: String, _ complaint: String
  ) throws(FitError) {
    guard condition else {
      throw FitError(code: .badKey, message: "key '\(key)' \(complaint)")
    }
  }
}

extension FitDocument.KernelDocument {
  init(_ kernel: FittedKernel) {
    role = kernel.role
    timeSeconds = kernel.time
    widthSeconds = kernel.width
    amplitudeMillivolts = kernel.amplitude
    standardErrors = .init(
      timeSeconds: kernel.standardErrors.time, widthSeconds: kernel.standardErrors.width,
      amplitudeMillivolts: kernel.standardErrors.amplitude)
    atBounds = kernel.atBounds
  }
}
