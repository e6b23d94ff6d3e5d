import Foundation

/// The mean P wave of a record's residual, and where it fits again.
///
/// The first guess are stretches that stand out of the residual; their mean is the template p, and
/// wherever a = Σ r p / Σ p² over the leads and the samples that are open lies between 0.5 and 2 with a
/// correlation of 0.7 or more there is a P wave. The template is then made again of these.
struct WaveTemplate {
  /// Half of the time that the template spans, in seconds.
  private static let halfTime = 0.08
  /// Lengths in seconds of a stretch that may be a P wave.
  private static let lengths = 0.04...0.16
  /// Part of the highest stretch that another one reaches.
  private static let leastPart = 0.4
  /// Height over eight leads in millivolts below which nothing is a P wave: those of this project's
  /// sinus rhythm have 0.2, and 0.05 is less than any P wave in normal records has.
  private static let leastHeight = 0.05
  /// Part of the template's own peak at which P begins and ends.
  private static let edgePart = 0.1
  /// Gap in seconds that parts two stretches.
  private static let leastGap = 0.03
  /// Heights over the template's.
  private static let heights = 0.5...2.0
  /// Least correlation with the template.
  private static let leastCorrelation = 0.7
  /// Least part of the template's energy that is open.
  private static let leastOpenPart = 0.6
  /// Part of the template's height that it certainly has at its centre.
  private static let centrePart = 0.3
  /// Shortest PP interval in seconds.
  private static let shortestInterval = 0.2

  /// Samples of each lead, centred.
  private let rows: [[Double]]
  /// Half of the number of samples.
  private let half: Int
  /// Begin and end of P in samples from its centre.
  let onset, offset: Int

  /// Largest root of the summed squares over the leads, in millivolts.
  private var height: Double {
    (0...2 * half).map { step in
      rows.reduce(0) { $0 + $1[step] * $1[step] }.squareRoot()
    }.max() ?? 0
  }

  /// Makes the template; `nil` where nothing stands out.
  init?(_ residual: VentricularResidual) {
    let half = Int(Self.halfTime * residual.samplingRate)
    var centres = Self.stretches(residual)
    guard !centres.isEmpty else { return nil }
    var template = WaveTemplate(mean: residual, at: centres, half: half)
    guard template.height >= Self.leastHeight else { return nil }
    for _ in 0..<2 {
      let places = template.places(in: residual)
      guard !places.isEmpty else { break }
      centres = places
      template = WaveTemplate(mean: residual, at: centres, half: half)
    }
    self = template
  }

  private init(mean residual: VentricularResidual, at centres: [Int], half: Int) {
    self.half = half
    let rows = residual.leads.map { lead in
      (-half...half).map { step in
        let open = centres.map { $0 + step }.filter {
          lead.indices.contains($0) && residual.isOpen[$0]
        }
        return open.isEmpty ? 0 : open.reduce(0) { $0 + lead[$1] } / Double(open.count)
      }
    }
    self.rows = rows
    let size = (0...2 * half).map { step in
      rows.reduce(0) { $0 + $1[step] * $1[step] }.squareRoot()
    }
    let top = size.max() ?? 0
    let peak = size.firstIndex(of: top) ?? half
    let edge = Self.edgePart * top
    onset = (size[..<peak].lastIndex { $0 < edge } ?? 0) - half
    offset = (size[peak...].firstIndex { $0 < edge } ?? 2 * half) - half
  }

  /// Centres of stretches that stand out and are as long as P waves.
  private static func stretches(_ residual: VentricularResidual) -> [Int] {
    let (size, rate) = (residual.size, residual.samplingRate)
    // The highest three hundredths may be what beats leave of themselves.
    let sorted = size.sorted()
    let top = sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 97 / 100)]
    guard top > 0 else { return [] }
    var found: [Int] = []
    var (start, last): (Int?, Int) = (nil, 0)
    func close() {
      guard let first = start else { return }
      let length = Double(last - first) / rate
      let isWhole =
        first > 0 && residual.isOpen[first - 1] && last + 1 < size.count
        && residual.isOpen[last + 1]
      if isWhole, lengths.contains(length) { found.append((first + last) / 2) }
    }
    for index in size.indices where size[index] >= leastPart * top {
      if start == nil || Double(index - last) > leastGap * rate {
        close()
        start = index
      }
      last = index
    }
    close()
    return found
  }

  /// Where the template fits, in samples.
  func places(in residual: VentricularResidual) -> [Int] {
    let size = residual.size
    let least = Self.heights.lowerBound * Self.centrePart * height
    let fits = (half..<max(half, residual.count - half)).map { place in
      // The template is high at its centre: where nothing is, nothing need be compared.
      size[place] >= least || !residual.isOpen[place] ? fit(place, residual) : 0
    }
    let distance = Int(Self.shortestInterval * residual.samplingRate)
    var places: [Int] = []
    for (index, value) in fits.enumerated() where value > 0 {
      let near = max(0, index - distance)...min(fits.count - 1, index + distance)
      let isHighest = near.allSatisfy { fits[$0] < value || ($0 >= index && fits[$0] == value) }
      if isHighest { places.append(index + half) }
    }
    return places
  }

  /// The template at places of a record, in each lead.
  func waves(at places: [Int], count: Int) -> [[Double]] {
    rows.map { row in
      var wave = [Double](repeating: 0, count: count)
      for place in places {
        for step in 0...2 * half where wave.indices.contains(place - half + step) {
          wave[place - half + step] += row[step]
        }
      }
      return wave
    }
  }

  /// The correlation at a place; 0 where it is no P wave.
  private func fit(_ place: Int, _ residual: VentricularResidual) -> Double {
    var (rp, rr, pp, all) = (0.0, 0.0, 0.0, 0.0)
    for (row, lead) in zip(rows, residual.leads) {
      for step in 0...2 * half {
        let p = row[step]
        all += p * p
        guard residual.isOpen[place - half + step] else { continue }
        let r = lead[place - half + step]
        rp += r * p
        rr += r * r
        pp += p * p
      }
    }
    guard pp > Self.leastOpenPart * all, rr > 0, Self.heights.contains(rp / pp) else { return 0 }
    let correlation = rp / (rr * pp).squareRoot()
    return correlation >= Self.leastCorrelation ? correlation : 0
  }
}
