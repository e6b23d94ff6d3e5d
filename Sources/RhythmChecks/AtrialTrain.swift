import Electrocardiogram
import Foundation
import Measurement

/// All P waves of a record, conducted or not, found in the samples as calipers find them.
///
/// The median QRS-T complex of each shape is taken off its beats and QRS is masked; what stands out of
/// the rest gives a template of P, and P waves are where the template fits (`WaveTemplate`). Where a gap
/// is a whole multiple of the PP interval and QRS covers the place of the missing wave, it is taken to be
/// hidden there. Needs P waves of one shape that do not always fall on the same place of QRS or T.
struct AtrialTrain {
  /// One P wave.
  struct Wave: Equatable {
    /// Begin and end in seconds.
    var onset, offset: Double
    /// Whether QRS covers it: its place is read off its neighbours.
    var isHidden = false
    /// Time to the QRS complex that follows, in seconds; `nil` at the record's end.
    var toNextQRS: Double?
    /// Whether no other P wave lies between it and that complex.
    var isNearest = false
    /// Whether that complex is its own: nearer than the next P wave and than `longestConduction`.
    var isConducted = false
  }

  /// The longest PR interval of a conducted beat, in seconds.
  static let longestConduction = 0.45
  /// The shortest.
  static let shortestConduction = 0.08
  /// Part of the PP interval by which a gap may miss a whole multiple of it.
  private static let gapError = 0.12
  /// Time at either end of the record in which a wave may be cut, in seconds.
  private static let endTime = 0.02

  /// The waves in the order of time, without those that the record's ends may cut.
  let waves: [Wave]

  init(_ recording: Recording, _ delineation: Delineation) {
    let rate = delineation.samplingRate
    var residual = VentricularResidual(recording, delineation)
    guard var template = WaveTemplate(residual) else {
      waves = []
      return
    }
    // Medians without the waves that were found show more of them.
    residual = VentricularResidual(
      recording, delineation,
      known: template.waves(at: template.places(in: residual), count: residual.count))
    template = WaveTemplate(residual) ?? template
    let length = Double(residual.count) / rate
    let found = template.places(in: residual).map { place in
      Wave(
        onset: Double(place + template.onset) / rate, offset: Double(place + template.offset) / rate
      )
    }.filter { $0.onset > Self.endTime && $0.offset < length - Self.endTime }
    let complexes = delineation.consensus.compactMap { $0.qrs?.onset.map { Double($0) / rate } }
    waves = Self.linked(Self.filled(found, residual, rate), to: complexes)
  }

  /// Adds the waves that QRS covers.
  private static func filled(
    _ waves: [Wave], _ residual: VentricularResidual, _ rate: Double
  ) -> [Wave] {
    let intervals = zip(waves.dropFirst(), waves).map { $0.onset - $1.onset }.sorted()
    guard let first = waves.first, !intervals.isEmpty else { return waves }
    // The shortest quarter: gaps are longer.
    let interval = intervals[intervals.count / 4]
    var all = [first]
    for (last, wave) in zip(waves, waves.dropFirst()) {
      let gap = wave.onset - last.onset
      let turns = (gap / interval).rounded()
      if turns >= 2, abs(gap - turns * interval) < gapError * interval * turns {
        for turn in 1..<Int(turns) {
          let shift = gap * Double(turn) / turns
          let hidden = Wave(
            onset: last.onset + shift, offset: last.offset + shift, isHidden: true)
          if residual.covers(hidden.onset, hidden.offset) { all.append(hidden) }
        }
      }
      all.append(wave)
    }
    return all
  }

  /// The same with the complexes that follow.
  private static func linked(_ waves: [Wave], to complexes: [Double]) -> [Wave] {
    var waves = waves
    for index in waves.indices {
      guard let next = complexes.first(where: { $0 > waves[index].onset }) else { continue }
      let interval = next - waves[index].onset
      waves[index].toNextQRS = interval
      waves[index].isNearest = index + 1 == waves.count || waves[index + 1].onset > next
      waves[index].isConducted =
        waves[index].isNearest && (shortestConduction...longestConduction).contains(interval)
    }
    return waves
  }
}
