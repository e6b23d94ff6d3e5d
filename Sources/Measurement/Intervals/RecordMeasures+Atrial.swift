internal import Electrocardiogram

extension RecordMeasures {
  /// Part of P's prominence, all leads together, from which another wave counts as one more P.
  static let leastSecondWave = 0.6

  /// What is locked to the complexes before them, how many waves like P precede each, and whether
  /// they are alike.
  mutating func addAtrial(_ slow: SlowLeads, _ leads: DelineatedLeads) {
    let evidence = AtrialEvidence(leads: slow)
    let beats = delineation.consensus
    for (row, source) in leads.rows.enumerated() {
      guard let lead = source.lead else { continue }
      if let span = evidence.lockedSpan(beats, row: row) {
        set(.lockedPAmplitude, [span], lead: lead)
      }
      if let span = evidence.restlessSpan(beats, row: row) {
        set(.fWaveAmplitude, [span], lead: lead)
      }
    }
    set(
      .pWavesPerBeat,
      beats.indices.map { k in
        guard beats[k].p != nil else { return 0 }
        guard let isolation = evidence.isolation(beats, k) else { return 1 }
        return isolation.ratio * Self.leastSecondWave * Self.leastSecondWave < 1 ? 2 : 1
      })
    set(.pShapeCorrelation, evidence.shapeCorrelations(beats))
  }
}
