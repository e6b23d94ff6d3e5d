import Foundation

/// What the network of one stage sees of each beat in each lead.
///
/// At every place: the mean potentials of intervals before and after it less the potential there, in
/// units of the wave's size and bounded by v / (|v| + h); where the place lies in the beat; how noisy the
/// lead is.
struct MarkInputs {
  /// Shortest stretch whose spread is taken, in samples.
  private static let shortest = 12

  let stage: MarkStage
  let peaks: [Int]
  let complexes: [(onset: Int, offset: Int)]
  /// RR interval where a beat has no neighbour, in samples.
  private let usualInterval: Double
  private let sums: [RunningSums]
  private let sizes: [Double]
  /// Inputs that are the same all over a lead.
  private let ofLead: [[Double]]
  private let count: Int
  /// What no bound of a complex may cut, as samples; empty for other waves.
  private let cores: [ComplexCore]

  /// Prepares the inputs of all beats; `complexes` are not used for QRS itself.
  init(
    _ stage: MarkStage, _ leads: AnalysisLeads, peaks: [Int],
    complexes: [(onset: Int, offset: Int)], usualInterval: Double
  ) {
    self.stage = stage
    self.peaks = peaks
    self.complexes = complexes
    self.usualInterval = usualInterval
    count = leads.count
    let rows = stage == .qrs ? leads.rows : leads.slowed(complexes: complexes)
    let qrs = leads.rows.map { Self.qrsSize($0, peaks: peaks) }
    let windows = Self.windows(stage, complexes, count: leads.count)
    let sizes = stage == .qrs ? qrs : rows.map { Self.spread($0, windows) }
    self.sizes = sizes
    let margin = (stage.edges.last ?? 0) + 2
    sums = rows.map { RunningSums($0, margin: margin) }
    cores =
      stage != .qrs
      ? []
      : peaks.indices.map { k in
        let low = k > 0 ? (peaks[k - 1] + peaks[k]) / 2 : 0
        let high = k + 1 < peaks.count ? (peaks[k] + peaks[k + 1]) / 2 : leads.count
        return ComplexCore(around: peaks[k], in: rows, between: low..<max(low, high))
      }
    ofLead = rows.indices.map { row in
      let noise = log10(leads.noise[row] / sizes[row] + stage.leastNoise) + 2
      return stage == .qrs ? [noise] : [noise, log10(qrs[row] / sizes[row]) - 1]
    }
  }

  /// The sample that a beat's places count from.
  func anchor(_ beat: Int) -> Int {
    switch stage {
    case .qrs: peaks[beat]
    case .t: complexes[beat].offset
    case .p: complexes[beat].onset
    }
  }

  /// The places within the recording and on this beat's side of its neighbours, as indices.
  func allowed(_ beat: Int) -> Range<Int> {
    let anchor = Double(self.anchor(beat))
    var (low, high) = (-1.0, Double(count))
    switch stage {
    case .qrs:
      if beat > 0 { low = max(low, Double(peaks[beat - 1] + peaks[beat]) / 2) }
      if beat + 1 < peaks.count { high = min(high, Double(peaks[beat] + peaks[beat + 1]) / 2) }
    case .t:
      high = Double(beat + 1 < peaks.count ? complexes[beat + 1].onset : count) - 2
    case .p:
      low = Double(beat > 0 ? complexes[beat - 1].offset : 0) + 10
    }
    high = min(high, Double(count))
    let places = stage.places
    let first = places.firstIndex { anchor + Double($0) > low } ?? places.count
    let end = (places.lastIndex { anchor + Double($0) < high } ?? -1) + 1
    return first..<max(first, end)
  }

  /// Where a beat's complex is fast; `nil` for other waves.
  func core(_ beat: Int) -> ComplexCore? { cores.indices.contains(beat) ? cores[beat] : nil }

  /// The places of a core, as indices.
  func places(of core: ComplexCore, _ beat: Int) -> ClosedRange<Int> {
    let first = anchor(beat) + stage.places[0]
    return core.first - first...core.last - first
  }

  /// Height of a wave's peak above the line from its onset to its offset: root of the sum of squares.
  func height(_ marks: Marks) -> Double {
    let part = (marks.peak - marks.onset) / max(marks.offset - marks.onset, 1)
    return sums.reduce(0) { sum, row in
      func value(_ place: Double) -> Double {
        let start = row.start(Int(place.rounded()))
        return row.sum(start, start + 1)
      }
      let line = value(marks.onset) + part * (value(marks.offset) - value(marks.onset))
      let height = value(marks.peak) - line
      return sum + height * height
    }.squareRoot()
  }

  /// The inputs of one beat in one lead, `[place][input]`.
  func values(beat: Int, lead: Int) -> [Double] {
    let (places, edges, anchor) = (stage.places, stage.edges, self.anchor(beat))
    let sums = self.sums[lead]
    let half = stage.halfHeight * sizes[lead]
    let ofPlaces = self.ofPlaces(beat)
    var values: [Double] = []
    values.reserveCapacity(places.count * stage.inputs)
    for (k, place) in places.enumerated() {
      let i = sums.start(anchor + place)
      let here = sums.sum(i, i + 1)
      for (near, far) in zip(edges, edges.dropFirst()) {
        let v = sums.sum(i + near + 1, i + far + 1) / Double(far - near) - here
        values.append(v / (abs(v) + half))
      }
      for (near, far) in zip(edges, edges.dropFirst()) {
        let v = sums.sum(i - far, i - near) / Double(far - near) - here
        values.append(v / (abs(v) + half))
      }
      values.append(ofPlaces[k][0])
      values.append(ofPlaces[k][1])
      values += ofLead[lead]
      values += ofPlaces[k].dropFirst(2)
    }
    return values
  }

  /// Inputs that are the same in all leads: the place, and where it lies in the cycle.
  private func ofPlaces(_ beat: Int) -> [[Double]] {
    let places = stage.places
    let middle = Double(places[0] + places[places.count - 1]) / 2
    let interval: Double =
      switch stage {
      case .t where beat + 1 < peaks.count: Double(peaks[beat + 1] - peaks[beat])
      case .p where beat > 0: Double(peaks[beat] - peaks[beat - 1])
      default: usualInterval
      }
    let anchor = self.anchor(beat)
    return places.map { place in
      let fromMiddle = (Double(place) - middle) / 50
      var values = [Double(place) / 50, fromMiddle * fromMiddle]
      guard stage != .qrs else { return values }
      let time = Double(anchor + place - peaks[beat])
      let duration = Double(complexes[beat].offset - complexes[beat].onset) / 25 - 1
      values += [time / interval, duration]
      if stage == .t {
        values.append(2 * time / (min(interval, 400) * AnalysisLeads.rate).squareRoot())
      } else {
        let last = beat > 0 ? peaks[beat - 1] : -1000
        values.append(min(Double(anchor + place - last) / AnalysisLeads.rate, 1.5))
      }
      return values
    }
  }

  /// Median over the beats of the largest less the smallest potential within 80 ms of the R peak.
  private static func qrsSize(_ row: [Double], peaks: [Int]) -> Double {
    OrderStatistics.median(
      peaks.filter { $0 >= 10 && $0 + 10 < row.count }.map { peak in
        let near = row[max(0, peak - 20)..<min(row.count, peak + 21)]
        return near.reduce(-.infinity, max) - near.reduce(.infinity, min)
      }) + 1e-3
  }

  /// Where the wave of each beat is expected, to take its size.
  private static func windows(
    _ stage: MarkStage, _ complexes: [(onset: Int, offset: Int)], count: Int
  ) -> [Range<Int>] {
    guard stage != .qrs else { return [] }
    return complexes.indices.compactMap { k in
      let (onset, offset) = complexes[k]
      let before = k > 0 ? complexes[k - 1].offset : 0
      let after = k + 1 < complexes.count ? complexes[k + 1].onset : count
      let (first, last) =
        stage == .t
        ? (offset + 10, min(offset + 130, after - 10)) : (max(onset - 75, before + 10), onset)
      let range = max(0, first)..<max(max(0, first), min(last, count))
      return range.count < shortest ? nil : range
    }
  }

  /// Median over the windows of the standard deviation about the regression line.
  private static func spread(_ row: [Double], _ windows: [Range<Int>]) -> Double {
    let spreads = windows.map { window in
      let rest = AtrialEvidence.withoutLine(Array(row[window]))
      return (AtrialEvidence.energy(rest) / Double(rest.count)).squareRoot()
    }
    return (spreads.isEmpty ? 0.05 : OrderStatistics.median(spreads)) + 1e-3
  }
}
