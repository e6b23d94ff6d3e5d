import Electrocardiogram
import Foundation

extension RecordMeasures {
  /// Time over which the beginning of a complex is judged, in seconds.
  static let initialTime = 0.025
  /// Part of the largest speed from which on the complex moves.
  static let movingPart = 0.06
  /// Size below which a wave's alternation is noise, in millivolts.
  static let leastAlternating = (qrs: 0.3, t: 0.1)

  /// Amplitudes, durations and levels of every beat in every lead.
  mutating func addLeads(_ leads: DelineatedLeads, _ slow: SlowLeads) {
    let beats = delineation.consensus
    for (row, source) in leads.rows.enumerated() {
      guard let lead = source.lead else { continue }
      let noise = LeadBeat.noise(in: source.samples)
      let ownBeats = delineation.beats(in: lead)
      var columns: [Quantity: [Double?]] = [:]
      for k in beats.indices {
        let next = k + 1 < beats.count ? beats[k + 1] : nil
        guard
          let beat = LeadBeat(
            samples: source.samples, slow: slow.rows[row], samplingRate: leads.samplingRate,
            waves: beats[k], end: next?.p?.onset ?? next?.qrs?.onset ?? leads.count - 1,
            noise: noise)
        else { continue }
        let own = ownBeats.flatMap { $0.indices.contains(k) ? $0[k].qrs : nil }
        for (measure, value) in beat.pMeasures() + beat.qrsMeasures(own: own)
          + beat.stMeasures() + beat.tMeasures()
        {
          columns[measure, default: Array(repeating: nil, count: beats.count)][k] = value
        }
      }
      for (measure, values) in columns { set(measure, values, lead: lead) }
    }
  }

  /// Sums of voltages and ratios of them.
  mutating func addVoltages() {
    func combined(_ a: [Double?], _ b: [Double?], _ rule: (Double, Double) -> Double?) -> [Double?]
    {
      zip(a, b).map { a, b in
        guard let a, let b else { return nil }
        return rule(a, b)
      }
    }
    func beats(_ quantity: Quantity, _ lead: Lead) -> [Double?] { perBeat(quantity, lead: lead) }
    let lateral = combined(beats(.rAmplitude, .V5), beats(.rAmplitude, .V6), max)
    set(.sokolowLyonVoltage, combined(beats(.sAmplitude, .V1), lateral, +))
    set(.cornellVoltage, combined(beats(.rAmplitude, .aVL), beats(.sAmplitude, .V3), +))
    for lead in leads {
      let r = beats(.rAmplitude, lead)
      set(.rToSRatio, combined(r, beats(.sAmplitude, lead)) { $1 > 0 ? $0 / $1 : nil }, lead: lead)
      set(.tToRRatio, combined(beats(.tAmplitude, lead), r) { $1 > 0 ? $0 / $1 : nil }, lead: lead)
    }
  }

  /// Directions of the areas of P, QRS and T in the frontal plane.
  ///
  /// aVF, an augmented lead, is smaller than a bipolar one by √3/2.
  mutating func addAxes() {
    for (area, axis) in [
      (Quantity.pArea, Quantity.pAxis), (.qrsArea, .qrsAxis), (.tArea, .tAxis),
    ] {
      let pairs = zip(perBeat(area, lead: .I), perBeat(area, lead: .aVF))
      set(
        axis,
        pairs.map { I, aVF in
          guard let I, let aVF, I != 0 || aVF != 0 else { return nil }
          return atan2(2 / 3.0.squareRoot() * aVF, I) * 180 / .pi
        })
    }
  }

  /// Where R overtakes S among the chest leads.
  mutating func addTransition() {
    let chest: [Lead] = [.V1, .V2, .V3, .V4, .V5, .V6]
    let parts = chest.map { lead in
      zip(perBeat(.rAmplitude, lead: lead), perBeat(.sAmplitude, lead: lead)).map {
        r, s -> Double? in
        guard let r, let s, r + s > 0 else { return nil }
        return r / (r + s)
      }
    }
    set(
      .rTransition,
      delineation.rPeaks.indices.map { beat in
        var before: Double?
        for (number, part) in parts.enumerated() {
          guard part.indices.contains(beat), let now = part[beat] else { return nil }
          if now >= 0.5 {
            return before.map { Double(number) + (0.5 - $0) / (now - $0) } ?? 1
          }
          before = now
        }
        return nil
      })
  }

  /// Speed of the first 25 ms over the largest speed, all leads together.
  mutating func addInitialSpeed(_ leads: DelineatedLeads) {
    let ratios = delineation.consensus.map { beat -> (mean: Double, peak: Double)? in
      guard let onset = beat.qrs?.onset, let j = beat.qrs?.offset, onset < j else { return nil }
      let speed = (onset...j).map { leads.spatialSpeed($0) }
      guard let top = speed.max(), top > 0 else { return nil }
      let first = speed.drop { $0 < Self.movingPart * top }
        .prefix(max(1, Int(Self.initialTime * leads.samplingRate)))
      return (first.reduce(0, +) / Double(first.count) / top, first.reduce(0, max) / top)
    }
    set(.initialSpeedRatio, ratios.map { $0?.mean })
    set(.initialPeakSpeedRatio, ratios.map { $0?.peak })
  }

  /// Difference of even and odd beats.
  mutating func addAlternation() {
    for lead in leads {
      for (source, result, least) in [
        (Quantity.qrsAmplitude, Quantity.qrsAlternans, Self.leastAlternating.qrs),
        (.tAmplitude, .tAlternans, Self.leastAlternating.t),
      ] {
        let values = perBeat(source, lead: lead)
        let even = values.indices.filter { $0 % 2 == 0 }.compactMap { values[$0] }
        let odd = values.indices.filter { $0 % 2 == 1 }.compactMap { values[$0] }
        guard even.count > 1, odd.count > 1 else { continue }
        let (a, b) = (OrderStatistics.median(even), OrderStatistics.median(odd))
        let larger = max(abs(a), abs(b))
        guard larger >= least else { continue }
        set(result, [abs(a - b) / larger], lead: lead)
      }
    }
  }
}
