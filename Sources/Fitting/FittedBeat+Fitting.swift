import Electrocardiogram
import LeadProjection
public import Measurement

extension FittedBeat {
  /// Fits a beat.
  ///
  /// Lead by lead, the limb leads that follow from I and II are computed from the models of these if
  /// both are there, so that the laws of Einthoven and Goldberger hold. A dipole needs the eight
  /// independent leads and gives all twelve.
  ///
  /// - Parameters:
  ///   - beat: The beat.
  ///   - record: Name of its recording.
  ///   - model: What to fit.
  ///   - options: How to fit it.
  ///   - marks: Where the beat's waves lie, if that was measured.
  /// - Throws: `FitError`; its message names the lead.
  public init(
    _ beat: AverageBeat, record: String, model: Model, options: FitOptions, marks: Marks? = nil
  ) throws(FitError) {
    let timing = try BeatTiming(beat)
    self.record = record
    self.timing = timing
    beatCount = beat.beatCount
    self.model = model
    self.marks = marks
    switch model {
    case .lead:
      leads = try Self.fitLeads(beat, timing, options)
      dipole = nil
    case .dipole:
      (leads, dipole) = try Self.fitDipole(beat, timing, options)
    }
  }

  private static func fitLeads(
    _ beat: AverageBeat, _ timing: BeatTiming, _ options: FitOptions
  ) throws(FitError) -> [FittedLead] {
    let fitter = try LeadFitter(timing: timing, options: options)
    let followed = beat.leads.contains(.I) && beat.leads.contains(.II)
    var fitted: [FittedLead] = []
    let order = Lead.allCases.map(ChannelName.init) + beat.channels.filter { $0.lead == nil }
    for name in order {
      guard let row = beat.channels.firstIndex(of: name) else { continue }
      let samples = beat.millivolts[row]
      if followed, let lead = name.lead, lead != .I, lead != .II,
        let (a, b) = LimbLeads.weights(of: lead)
      {
        try named(name) { () throws(FitError) in _ = try LeadFitter.span(of: samples) }
        let (I, II) = (fitted[0], fitted[1])
        fitted.append(
          derive(
            name, samples, timing,
            model: samples.indices.map { a * I.model[$0] + b * II.model[$0] },
            from: [(a, I.baseline, I.kernels), (b, II.baseline, II.kernels)]))
        continue
      }
      let fit = try named(name) { () throws(FitError) in try fitter.fit(samples) }
      fitted.append(
        FittedLead(
          name: name, beat: samples, model: fit.model, quality: fit.quality,
          baseline: fit.baseline, baselineStandardError: fit.baselineStandardError,
          kernels: fit.kernels, isDerived: false))
    }
    return fitted
  }

  /// A lead whose model is a weighted sum of others: of leads I and II, or of the dipole's axes.
  private static func derive(
    _ name: ChannelName, _ samples: [Double], _ timing: BeatTiming, model: [Double],
    from parts: [(weight: Double, baseline: Double, kernels: [FittedKernel])]
  ) -> FittedLead {
    var kernels: [FittedKernel] = []
    for part in parts where part.weight != 0 {
      for var kernel in part.kernels {
        kernel.amplitude *= part.weight
        kernel.standardErrors.amplitude = kernel.standardErrors.amplitude.map {
          $0 * abs(part.weight)
        }
        kernels.append(kernel)
      }
    }
    kernels.sort { $0.time < $1.time }
    let roles = KernelRole.roles(of: kernels.map(\.shape), rrInterval: timing.rrInterval)
    for (index, role) in roles.enumerated() { kernels[index].role = role }
    return FittedLead(
      name: name, beat: samples, model: model, quality: FitQuality(beat: samples, model: model),
      baseline: parts.reduce(0) { $0 + $1.weight * $1.baseline }, baselineStandardError: nil,
      kernels: kernels, isDerived: true)
  }

  private static func fitDipole(
    _ beat: AverageBeat, _ timing: BeatTiming, _ options: FitOptions
  ) throws(FitError) -> ([FittedLead], Dipole) {
    var rows: [[Double]] = []
    for lead in Lead.independent {
      guard let samples = beat.millivolts(of: lead) else {
        throw FitError(
          code: .leadMissing,
          message: "a dipole needs leads I, II and V1 to V6, and \(lead.rawValue) is missing; fit "
            + "the beat lead by lead")
      }
      try named(ChannelName(lead)) { () throws(FitError) in
        _ = try LeadFitter.span(of: samples)
      }
      rows.append(samples)
    }
    let fit = try DipoleFitter(timing: timing, options: options).fit(rows)
    let (I, II) = (fit.models[0], fit.models[1])
    var fitted: [FittedLead] = []
    for lead in Lead.allCases {
      guard let samples = beat.millivolts(of: lead) else { continue }
      var model = Lead.independent.firstIndex(of: lead).map { fit.models[$0] } ?? []
      if model.isEmpty, let (a, b) = LimbLeads.weights(of: lead) {
        try named(ChannelName(lead)) { () throws(FitError) in
          _ = try LeadFitter.span(of: samples)
        }
        model = samples.indices.map { a * I[$0] + b * II[$0] }
      }
      fitted.append(
        derive(
          ChannelName(lead), samples, timing, model: model,
          from: zip(fit.projection.row(of: lead), fit.axes).map { ($0, $1.baseline, $1.kernels) }))
    }
    return (
      fitted,
      Dipole(
        axes: fit.axes, projection: fit.projection, prd: fit.prd, rankThreePRD: fit.rankThreePRD)
    )
  }

  /// Puts the lead's name before an error's message.
  private static func named<Result>(
    _ name: ChannelName, _ body: () throws(FitError) -> Result
  ) throws(FitError) -> Result {
    do {
      return try body()
    } catch {
      throw FitError(code: error.code, message: "lead \(name): \(error.message)")
    }
  }
}

extension BeatTiming {
  /// The timing of an average beat.
  ///
  /// - Throws: `FitError` with code `badTiming` if its samples take longer than one cycle.
  public init(_ beat: AverageBeat) throws(FitError) {
    try self.init(
      samplingRate: beat.samplingRate, rIndex: beat.rIndex, rrInterval: beat.rrInterval,
      sampleCount: beat.sampleCount)
  }
}
