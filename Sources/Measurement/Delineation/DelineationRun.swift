internal import Electrocardiogram

/// One delineation: the leads, the R peaks and the steps in their order.
struct DelineationRun {
  /// Bounds of a complex whose neighbours leave no room to look for it, around its R peak in samples
  /// of the analysis: 40 ms before to 48 ms after it.
  static let crowdedComplex = (before: 10, after: 12)
  /// RR interval of a recording with one beat in seconds, if it is not given.
  static let usualInterval = 1.0
  /// Time around a mark of a lead within which its peak is taken to the extreme, in seconds.
  static let peakReach = 0.012

  let leads: DelineatedLeads
  let rPeaks: [Int]
  /// Median RR interval in seconds.
  let interval: Double

  init(_ prepared: MeasuredLeads, rPeaks: [Int], rrInterval: Double? = nil) {
    leads = DelineatedLeads(prepared)
    let count = leads.count
    let inside = rPeaks.filter { (0..<count).contains($0) }
    self.rPeaks = inside
    let intervals = zip(inside, inside.dropFirst()).map { Double($1 - $0) }
    interval =
      intervals.isEmpty
      ? rrInterval ?? Self.usualInterval
      : OrderStatistics.median(intervals) / prepared.samplingRate
  }

  func result() -> Delineation {
    guard !leads.rows.isEmpty else {
      return Delineation(
        samplingRate: leads.samplingRate, rPeaks: [], consensus: [], leads: [])
    }
    let analysis = AnalysisLeads(leads)
    let peaks = rPeaks.map { Int((Double($0) / analysis.scale).rounded()) }
    func search(
      _ stage: MarkStage, _ complexes: [(onset: Int, offset: Int)] = []
    ) -> MarkSearch {
      MarkSearch(
        MarkInputs(
          stage, analysis, peaks: peaks, complexes: complexes,
          usualInterval: interval * AnalysisLeads.rate),
        leadCount: leads.rows.count)
    }
    var qrs = search(.qrs)
    for k in peaks.indices where qrs.together[k] == nil { qrs.fill(k, around: peaks[k]) }
    let complexes = peaks.indices.map { k -> (onset: Int, offset: Int) in
      guard let marks = qrs.together[k] else { return (peaks[k], peaks[k]) }
      return (Int(marks.onset.rounded()), Int(marks.offset.rounded()))
    }
    let (t, p) = (search(.t, complexes), search(.p, complexes))
    let hasP = AtrialPresence(
      p.scores, heights: p.heights, peaks: rPeaks, leadCount: leads.rows.count
    ).hasP
    func beats(_ marks: (MarkSearch) -> [Marks?], row: Int?) -> [BeatWaves] {
      let (qrs, t, p) = (marks(qrs), marks(t), marks(p))
      var beats = rPeaks.indices.map { k in
        BeatWaves(
          rPeak: rPeaks[k], p: hasP[k] ? sampled(p[k], analysis) : nil,
          qrs: sampled(qrs[k], analysis), t: sampled(t[k], analysis))
      }
      for k in beats.indices { beats[k].order() }
      return beats
    }
    return Delineation(
      samplingRate: leads.samplingRate, rPeaks: rPeaks,
      consensus: beats({ $0.together }, row: nil),
      leads: leads.rows.indices.map { row in
        LeadWaves(
          name: leads.rows[row].name, lead: leads.rows[row].lead,
          beats: beats({ $0.leads[row] }, row: row))
      })
  }

  /// Marks as samples of the recording.
  private func sampled(_ marks: Marks?, _ analysis: AnalysisLeads) -> SampledWave? {
    guard let marks else { return nil }
    func sample(_ place: Double) -> Int {
      min(max(Int((place * analysis.scale).rounded()), 0), leads.count - 1)
    }
    return SampledWave(
      onset: sample(marks.onset), peak: sample(marks.peak), offset: sample(marks.offset))
  }
}

extension MarkSearch {
  /// Puts a complex of usual width around an R peak.
  fileprivate mutating func fill(_ beat: Int, around peak: Int) {
    let marks = Marks(
      onset: Double(peak - DelineationRun.crowdedComplex.before), peak: Double(peak),
      offset: Double(peak + DelineationRun.crowdedComplex.after))
    together[beat] = marks
    for lead in leads.indices { leads[lead][beat] = marks }
  }
}

extension BeatWaves {
  /// Cuts P and T where they reach into the complex; drops them where they lie within it.
  fileprivate mutating func order() {
    guard let onset = qrs?.onset, let offset = qrs?.offset else { return }
    if let wave = p {
      p =
        wave.peak > onset
        ? nil
        : SampledWave(
          onset: wave.onset, peak: wave.peak, offset: wave.offset.map { min($0, onset) })
    }
    if let wave = t {
      t =
        wave.peak < offset
        ? nil
        : SampledWave(
          onset: wave.onset.map { max($0, offset) }, peak: wave.peak, offset: wave.offset)
    }
  }
}
