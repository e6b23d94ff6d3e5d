internal import Electrocardiogram

/// One delineation: the leads, the R peaks and the steps in their order.
struct DelineationRun {
  /// Shortest time from J to the peak of T in seconds.
  static let earliestT = 0.06
  /// Longest time from the R peak to the peak of T in seconds, and its part of the RR interval.
  static let latestT = (seconds: 0.62, part: 0.68)
  /// Longest and shortest time from the peak of P to the QRS onset in seconds.
  static let pBeforeQRS = (longest: 0.36, shortest: 0.03)

  let leads: DelineatedLeads
  let rPeaks: [Int]

  init(_ prepared: MeasuredLeads, rPeaks: [Int]) {
    leads = DelineatedLeads(prepared)
    let count = leads.count
    self.rPeaks = rPeaks.filter { (0..<count).contains($0) }
  }

  func result() -> Delineation {
    guard !leads.rows.isEmpty else {
      return Delineation(
        samplingRate: leads.samplingRate, rPeaks: [], consensus: [], leads: [])
    }
    let complexes = self.complexes()
    var consensus = zip(rPeaks, complexes).map { r, bounds in
      BeatWaves(
        rPeak: r, qrs: SampledWave(onset: bounds.onset, peak: r, offset: bounds.offset))
    }
    let boundaries = QRSBoundaries(leads: leads)
    var single = leads.rows.map { row in
      zip(rPeaks, complexes).map { r, bounds in
        BeatWaves(
          rPeak: r,
          qrs: boundaries.wave(in: row, onset: bounds.onset, offset: bounds.offset))
      }
    }
    let slow = SlowLeads(leads, complexes: complexes)
    addT(&consensus, &single, slow)
    addP(&consensus, &single, slow)
    let evidence = AtrialEvidence(leads: slow).hasP(consensus)
    for k in rPeaks.indices where !evidence[k] {
      consensus[k].p = nil
      for row in single.indices { single[row][k].p = nil }
    }
    return Delineation(
      samplingRate: leads.samplingRate, rPeaks: rPeaks, consensus: consensus,
      leads: zip(leads.rows, single).map { row, beats in
        LeadWaves(name: row.name, lead: row.lead, beats: beats)
      })
  }

  private func complexes() -> [(onset: Int, offset: Int)] {
    let boundaries = QRSBoundaries(leads: leads)
    return rPeaks.indices.map { k in
      let r = rPeaks[k]
      return boundaries.consensus(
        rPeak: r, earliest: k > 0 ? (rPeaks[k - 1] + r) / 2 : 0,
        latest: k + 1 < rPeaks.count ? (rPeaks[k + 1] + r) / 2 : leads.count - 1)
    }
  }

  private func addT(
    _ consensus: inout [BeatWaves], _ single: inout [[BeatWaves]], _ slow: SlowLeads
  ) {
    let locator = WaveLocator(leads: slow, shape: .t)
    let windows = rPeaks.indices.map { k -> Range<Int> in
      let j = consensus[k].qrs?.offset ?? rPeaks[k]
      let interval = k + 1 < rPeaks.count ? rPeaks[k + 1] - rPeaks[k] : slow.count
      let first = min(j + slow.samples(Self.earliestT), slow.count - 1)
      let last = min(
        rPeaks[k] + slow.samples(Self.latestT.seconds),
        rPeaks[k] + Int(Self.latestT.part * Double(interval)), nextOnset(consensus, k) - 1)
      return first..<max(first, last)
    }
    for (k, peak) in locator.peaks(in: windows, anchors: windows.map(\.lowerBound)).enumerated() {
      guard let j = consensus[k].qrs?.offset, let peak else { continue }
      let found = locator.waves(
        peak: peak, within: j...max(j, min(nextOnset(consensus, k), slow.count - 1)))
      guard let wave = locator.consensus(of: found) else { continue }
      consensus[k].t = wave
      for row in found.indices {
        single[row][k].t = found[row]?.wave.after(single[row][k].qrs)
      }
    }
  }

  /// The onset of the complex after a beat, or the end of the recording.
  private func nextOnset(_ consensus: [BeatWaves], _ k: Int) -> Int {
    k + 1 < rPeaks.count ? consensus[k + 1].qrs?.onset ?? leads.count : leads.count
  }

  private func addP(
    _ consensus: inout [BeatWaves], _ single: inout [[BeatWaves]], _ slow: SlowLeads
  ) {
    let locator = WaveLocator(leads: slow, shape: .p)
    let onsets = rPeaks.indices.map { consensus[$0].qrs?.onset ?? rPeaks[$0] }
    let earliest = rPeaks.indices.map { k in
      k > 0 ? consensus[k - 1].t?.offset ?? consensus[k - 1].qrs?.offset ?? 0 : 0
    }
    let windows = zip(onsets, earliest).map { onset, earliest in
      let first = max(earliest, onset - slow.samples(Self.pBeforeQRS.longest))
      return first..<max(first, onset - slow.samples(Self.pBeforeQRS.shortest))
    }
    for (k, peak) in locator.peaks(in: windows, anchors: onsets).enumerated() {
      guard let peak else { continue }
      let found = locator.waves(peak: peak, within: min(earliest[k], peak)...onsets[k])
      guard let wave = locator.consensus(of: found) else { continue }
      consensus[k].p = wave
      for row in found.indices {
        single[row][k].p = found[row]?.wave.before(single[row][k].qrs)
      }
    }
  }
}

extension SampledWave {
  /// The wave as far as it lies after the complex; `nil` if its peak does not.
  fileprivate func after(_ complex: SampledWave?) -> SampledWave? {
    guard let end = complex?.offset else { return self }
    guard peak >= end else { return nil }
    return SampledWave(onset: onset.map { max($0, end) }, peak: peak, offset: offset)
  }

  /// The wave as far as it lies before the complex; `nil` if its peak does not.
  fileprivate func before(_ complex: SampledWave?) -> SampledWave? {
    guard let start = complex?.onset else { return self }
    guard peak <= start else { return nil }
    return SampledWave(onset: onset, peak: peak, offset: offset.map { min($0, start) })
  }
}
