public import Electrocardiogram
import Foundation
import LinearAlgebra
public import Measurement
public import RhythmLibrary

/// The parameters of one recording on a `KernelGrid`: landmarks as measured, heights by least squares.
public struct PatientFit: Sendable {
  /// Medians over the beats.
  public let landmarks: BeatLandmarks
  /// Heights in mV, `[8][kernels]`, in `Lead.independent` order.
  public let heights: [[Double]]
  /// Median over the leads of 100 √(Σ(x − x̂)²/Σ(x − mean x)²), in percent.
  public let prd: Double

  /// Logarithms of the landmarks and the heights (`PatientPopulation.parameters`).
  public var parameters: [Double] { PatientPopulation.parameters(landmarks, heights: heights) }

  /// Ridge of the heights, relative to the number of samples: kernels in flat stretches stay small.
  private static let ridge = 2e-5
  /// Seconds beyond P and T that are fitted too.
  private static let margin = 0.04
  /// Seconds before the next P that are not.
  private static let gap = 0.01
  /// The share of the beats in which a wave must be found.
  private static let leastShare = 0.5

  /// Fits a recording; `nil` if a lead is missing, a wave that the grid needs is found in less than half of
  /// the beats, or no whole beat has its samples.
  ///
  /// - Parameters:
  ///   - recording: A recording with the eight independent leads.
  ///   - measures: What was measured in it.
  ///   - grid: Where the kernels are; without P no P wave is needed.
  public init?(_ recording: Recording, _ measures: RecordMeasures, grid: KernelGrid) {
    guard let landmarks = Self.landmarks(measures, hasP: grid.p > 0),
      let beat = MedianBeat(recording, measures, landmarks: landmarks)
    else { return nil }
    let places = grid.places(landmarks)
    let start = -(landmarks.prInterval ?? 0)
    // Seconds from the onset of QRS.
    let kernels =
      (places[.P] ?? []).map { (time: $0.time + start, width: $0.width) }
      + (places[.QRS] ?? []) + (places[.T] ?? [])
    let end = min(
      landmarks.qtInterval + Self.margin, landmarks.rrInterval + start - Self.gap)
    let samples = beat.times.indices.filter {
      beat.times[$0] >= start - Self.margin && beat.times[$0] < end
    }
    let count = kernels.count
    guard samples.count > count + 2 else { return nil }
    var design = Matrix(rows: samples.count, columns: count + 2)
    for (row, sample) in samples.enumerated() {
      let time = beat.times[sample]
      for (column, kernel) in kernels.enumerated() {
        let u = (time - kernel.time) / kernel.width
        design[row, column] = exp(-0.5 * u * u)
      }
      // What the electrodes add: a level and a slope.
      design[row, count] = 1
      design[row, count + 1] = time
    }
    let leads = Matrix(beat.leads.map { lead in samples.map { lead[$0] } }).transposed()
    let transposed = design.transposed()
    var system = transposed * design
    for index in 0..<count { system[index, index] += Self.ridge * Double(samples.count) }
    guard let solution = try? system.solvePositiveDefinite(transposed * leads) else { return nil }
    let model = design * solution
    self.landmarks = landmarks
    heights = (0..<8).map { lead in (0..<count).map { solution[$0, lead] } }
    prd = OrderStatistic.median(
      (0..<8).map { Self.prd(of: leads.column($0), by: model.column($0)) })
  }

  /// Medians over the beats, in seconds.
  static func landmarks(_ measures: RecordMeasures, hasP: Bool) -> BeatLandmarks? {
    let beats = measures.delineation.consensus
    let rate = measures.delineation.samplingRate
    func median(_ interval: (BeatWaves) -> Int?) -> Double? {
      let found = beats.compactMap { interval($0) }.map { Double($0) / rate }
      guard Double(found.count) >= max(1, leastShare * Double(beats.count)) else { return nil }
      let value = OrderStatistic.median(found)
      return value > 0 ? value : nil
    }
    func between(_ start: Int?, _ end: Int?) -> Int? {
      start.flatMap { start in end.map { $0 - start } }
    }
    guard
      let onsetToR = median({ between($0.qrs?.onset, $0.qrs?.peak) }),
      let rToJ = median({ between($0.qrs?.peak, $0.qrs?.offset) }),
      let jToTPeak = median({ between($0.qrs?.offset, $0.t?.peak) }),
      let tPeakToEnd = median({ between($0.t?.peak, $0.t?.offset) }),
      let rr = measures.value(.rrInterval)
    else { return nil }
    let pr = hasP ? median { between($0.p?.onset, $0.qrs?.onset) } : nil
    let p = hasP ? median { between($0.p?.onset, $0.p?.offset) } : nil
    guard !hasP || (pr != nil && p != nil) else { return nil }
    return BeatLandmarks(
      rrInterval: rr, prInterval: pr, pDuration: p, onsetToR: onsetToR, rToJ: rToJ,
      jToTPeak: jToTPeak, tPeakToEnd: tPeakToEnd)
  }

  private static func prd(of actual: [Double], by model: [Double]) -> Double {
    let mean = actual.reduce(0, +) / Double(actual.count)
    let (error, spread) = zip(actual, model).reduce((0.0, 0.0)) {
      ($0.0 + ($1.0 - $1.1) * ($1.0 - $1.1), $0.1 + ($1.0 - mean) * ($1.0 - mean))
    }
    return spread > 0 ? 100 * (error / spread).squareRoot() : 0
  }
}
