import Electrocardiogram
import LeadProjection

/// What a fit file may hold, beyond what its types say: any file within it can be played.
extension FitDocument {
  /// Millivolts: more than a converter of 24 bits gives, taken as millivolts.
  static let millivolts = -1e8...1e8
  /// Seconds: from one and a half samples at the highest sampling rate to more than any wave.
  static let widths = 1e-5...1.0
  /// Weights of a dipole's axes: of the range of what they weigh, so that all products are finite.
  static let weights = millivolts

  /// Checks what the types alone do not, and makes the beat.
  func fittedBeat() throws(FitError) -> FittedBeat {
    try expect(format == Self.formatName, "format", "is '\(format)', not '\(Self.formatName)'")
    let versions = FittedBeat.readableVersions
    try expect(
      versions.contains(version), "version",
      "is \(version); this program reads versions \(versions.lowerBound) to \(versions.upperBound)")
    guard let count = leads.first?.beat.count else {
      throw FitError(code: .badKey, message: "key 'leads' is empty")
    }
    try expect(samplingRateHertz, "samplingRateHertz", within: BeatTiming.samplingRates)
    try expect(rrIntervalSeconds, "rrIntervalSeconds", within: BeatTiming.rrIntervals)
    try expect(beatCount >= 1, "beatCount", "is \(beatCount), not 1 or more")
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
      try expect(lead.baselineMillivolts, place + ".baselineMillivolts", within: Self.millivolts)
      for (key, samples) in [("beat", lead.beat), ("model", lead.model)] {
        for (index, sample) in samples.enumerated() {
          try expect(sample, "\(place).\(key)[\(index)]", within: Self.millivolts)
        }
      }
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
      dipole: try dipole.map { (document) throws(FitError) in try fittedDipole(document) },
      marks: try marks.map { (document) throws(FitError) in try fittedMarks(document) })
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
    for (row, weights) in document.projection.enumerated() {
      for (column, weight) in weights.enumerated() {
        try expect(weight, "dipole.projection[\(row)][\(column)]", within: Self.weights)
      }
    }
    try expect(
      document.axes.map(\.axis) == Self.axisNames, "dipole.axes", "is not \(Self.axisNames)")
    var axes: [DipoleFit.Axis] = []
    for axis in document.axes {
      try expect(
        axis.baselineMillivolts, "dipole.axes.\(axis.axis).baselineMillivolts",
        within: Self.millivolts)
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
      let owner = "\(place).kernels[\(index)]"
      try expect(document.timeSeconds, owner + ".timeSeconds", within: cycle)
      try expect(document.widthSeconds, owner + ".widthSeconds", within: Self.widths)
      try expect(
        document.amplitudeMillivolts, owner + ".amplitudeMillivolts", within: Self.millivolts)
      let errors = document.standardErrors
      for (key, error) in [
        ("timeSeconds", errors.timeSeconds), ("widthSeconds", errors.widthSeconds),
        ("amplitudeMillivolts", errors.amplitudeMillivolts),
      ] {
        guard let error, error < 0 else { continue }
        throw FitError(
          code: .badKey,
          message: "key '\(owner).standardErrors.\(key)' is \(error), negative")
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

  private func fittedMarks(_ document: MarksDocument) throws(FitError) -> FittedBeat.Marks {
    FittedBeat.Marks(
      p: try wave(document.P, "P"), qrs: try wave(document.QRS, "QRS"), t: try wave(document.T, "T")
    )
  }

  private func wave(_ document: MarkDocument?, _ name: String) throws(FitError) -> TimedWave? {
    guard let document else { return nil }
    let (onset, peak, offset) = (
      document.onsetSeconds, document.peakSeconds, document.offsetSeconds
    )
    for (key, time) in [
      ("onsetSeconds", onset), ("peakSeconds", peak), ("offsetSeconds", offset),
    ] {
      if let time { try expect(time, "marks.\(name).\(key)", within: cycle) }
    }
    try expect(
      (onset ?? peak) <= peak && peak <= (offset ?? peak), "marks.\(name)",
      "does not run from onset over peak to offset")
    return TimedWave(onset: onset, peak: peak, offset: offset)
  }

  /// Times that are within one cycle of the R peak.
  private var cycle: ClosedRange<Double> { -rrIntervalSeconds...rrIntervalSeconds }

  private func expect(
    _ value: Double, _ key: String, within range: ClosedRange<Double>
  ) throws(FitError) {
    try expect(
      range.contains(value), key,
      "is \(value), not within \(range.lowerBound) to \(range.upperBound)")
  }

  private func expect(
    _ condition: Bool, _ key: String, _ complaint: String
  ) throws(FitError) {
    guard condition else {
      throw FitError(code: .badKey, message: "key '\(key)' \(complaint)")
    }
  }
}
