import CardiacModel
import Electrocardiogram
import RhythmLibrary

/// Where the instants of a beat go when it beats at another rate.
///
/// A line of straight pieces over one cycle, in seconds from the R peak: QRS stays; ST and T are
/// stretched from the J point so that QT follows `RateLaws.qtInterval`; P moves as a whole by what PQ
/// shortens, `RateLaws.pqShortening`, but never into QRS; from the end of T to the next P the cycle
/// takes what is left.
struct CycleMap {
  /// Why a beat cannot have a rate.
  enum Obstacle: Error {
    /// P begins before T has ended.
    case overlap
    /// QT would be shorter than QRS.
    case shortQT
  }

  /// Instants and where they go, from the onset of P (without P, of QRS) to the next one.
  private let knots: [(from: Double, to: Double)]
  private let old: Double
  private let new: Double

  /// Makes the map of a beat.
  ///
  /// - Parameters:
  ///   - marks: Where the beat's waves lie at its own rate; QRS has both boundaries.
  ///   - old: The beat's RR interval in seconds.
  ///   - new: The one wanted.
  /// - Throws: Why it cannot have that.
  init(_ marks: FittedBeat.Marks, from old: Double, to new: Double) throws(Obstacle) {
    guard let start = marks.qrs?.onset, let j = marks.qrs?.offset else {
      preconditionFailure("no boundaries of QRS in \(marks)")
    }
    var knots = [(from: start, to: start), (from: j, to: j)]
    if let end = marks.t?.offset, end > j {
      let ratio =
        RateLaws.qtInterval(rrInterval: new) / RateLaws.qtInterval(rrInterval: old)
      let later = start + ratio * (end - start)
      guard later > j else { throw .shortQT }
      knots.append((end, later))
    }
    if let onset = marks.p?.onset, let offset = marks.p?.offset, offset < start {
      let shift = min(
        RateLaws.pqShortening(rrInterval: new) - RateLaws.pqShortening(rrInterval: old),
        start - offset)
      knots.insert(contentsOf: [(onset, onset + shift), (offset, offset + shift)], at: 0)
    }
    knots.append((knots[0].from + old, knots[0].to + new))
    let last = knots.count - 1
    guard knots[last].from > knots[last - 1].from, knots[last].to >= knots[last - 1].to else {
      throw .overlap
    }
    self.knots = knots
    self.old = old
    self.new = new
  }

  /// Where an instant goes.
  func callAsFunction(_ time: Double) -> Double {
    let turns = ((time - knots[0].from) / old).rounded(.down)
    let inside = time - turns * old
    // Rounding may put it at the very end of the cycle.
    let index = min(knots.lastIndex { $0.from <= inside } ?? 0, knots.count - 2)
    let (a, b) = (knots[index], knots[index + 1])
    let share = b.from > a.from ? (inside - a.from) / (b.from - a.from) : 0
    return a.to + share * (b.to - a.to) + turns * new
  }

  /// A wave's boundaries where they go.
  func callAsFunction(_ wave: TimedWave) -> TimedWave {
    TimedWave(
      onset: wave.onset.map { self($0) }, peak: self(wave.peak),
      offset: wave.offset.map { self($0) })
  }

  /// A heart whose kernels go where their middle goes.
  ///
  /// A kernel becomes as wide as the map makes what lies within one width of its middle, so that one
  /// within a wave moves with the wave, and one that follows the baseline of the whole cycle keeps its
  /// share of that: nothing wraps round. None shrinks more than the cycle does; what a fit has found
  /// between T and P would else become a spike where little is left of that.
  func callAsFunction(_ heart: Heart) -> Heart {
    var heart = heart
    let (before, after) = (old / (2 * .pi), 2 * .pi / new)
    let least = min(new / old, 1)
    for source in heart.sources.indices {
      for index in heart.sources[source].waves.indices {
        let wave = heart.sources[source].waves[index]
        let (time, width) = (wave.phase * before, wave.width * before)
        heart.sources[source].waves[index].phase = self(time) * after
        heart.sources[source].waves[index].width =
          max((self(time + width) - self(time - width)) / 2, least * width) * after
      }
    }
    return heart
  }
}
