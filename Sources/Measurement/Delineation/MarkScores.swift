import Foundation

/// Onset, peak and offset of a wave in samples of `AnalysisLeads.rate`, between samples too.
struct Marks {
  var onset, peak, offset: Double
}

/// What speaks for a wave's onset, peak and offset at each place of one beat.
///
/// Scores are logarithms up to a constant: those of several leads add.
struct MarkScores {
  /// Score where a place is not allowed.
  static let least: Float = -30
  /// Fewest places that allow a judgement.
  static let fewest = 6

  let stage: MarkStage
  /// Onset, peak, offset (and 0) at each place.
  var places: [SIMD4<Float>]
  /// Places that the beat's neighbours leave.
  let allowed: Range<Int>

  /// The sum of the scores of several leads over the power of their number that was learnt.
  static func together(_ leads: [MarkScores], sharing: [Double]) -> MarkScores? {
    guard var sum = leads.first else { return nil }
    for lead in leads.dropFirst() {
      for k in sum.places.indices { sum.places[k] += lead.places[k] }
    }
    let count = Float(leads.count)
    let share = SIMD4(
      powf(count, Float(sharing[0])), powf(count, Float(sharing[1])),
      powf(count, Float(sharing[2])), 1)
    for k in sum.places.indices { sum.places[k] /= share }
    return sum
  }

  /// Adds a part of other scores.
  func adding(_ part: Float, of other: MarkScores) -> MarkScores {
    var sum = self
    for k in sum.places.indices { sum.places[k] += part * other.places[k] }
    return sum
  }

  /// Logarithm of the odds that there is a wave: of the sum of what speaks for its peak.
  var evidence: Double { Double(Self.logSum(allowed.map { places[$0][1] })) }

  /// The marks in samples from the anchor, or `nil` where the neighbours leave no room.
  ///
  /// The peak is where its own score, all that speaks for an onset before and all that speaks for an
  /// offset after it are largest; each mark is the mean over the neighbourhood of its best place.
  ///
  /// - Parameter core: Places, as indices, that the wave covers at least.
  /// - Returns: Onset, peak and offset.
  func marks(covering core: ClosedRange<Int>? = nil) -> Marks? {
    guard allowed.count >= Self.fewest else { return nil }
    let (first, last) = (allowed.lowerBound, allowed.upperBound - 1)
    let latestOnset = min(max(core?.lowerBound ?? last, first), last)
    let earliestOffset = max(min(core?.upperBound ?? first, last), first)
    var before = [-Float.infinity]
    for k in allowed.dropLast() {
      let sum = before[before.count - 1]
      before.append(k <= latestOnset ? Self.logSum([sum, places[k][0]]) : sum)
    }
    var after = [-Float.infinity]
    for k in allowed.reversed().dropLast() {
      let sum = after[after.count - 1]
      after.append(k >= earliestOffset ? Self.logSum([sum, places[k][2]]) : sum)
    }
    after.reverse()
    let floor: Float = -69
    var (best, most) = (allowed.lowerBound, -Float.infinity)
    for k in allowed {
      let i = k - allowed.lowerBound
      let score = places[k][1] + max(before[i], floor) + max(after[i], floor)
      if score > most { (best, most) = (k, score) }
    }
    let near = (best - stage.neighbours)..<(best + stage.neighbours + 1)
    let peak = mean(of: 1, over: near.clamped(to: allowed))
    return Marks(
      onset: min(mean(of: 0, over: first..<min(best, latestOnset) + 1), peak), peak: peak,
      offset: max(mean(of: 2, over: max(best, earliestOffset)..<allowed.upperBound), peak))
  }

  /// Mean place of a mark around its best one in a range, weighted by its odds.
  private func mean(of mark: Int, over range: Range<Int>) -> Double {
    var best = range.lowerBound
    for k in range where places[k][mark] > places[best][mark] { best = k }
    let near = ((best - stage.neighbours)..<(best + stage.neighbours + 1)).clamped(to: range)
    var (sum, weights) = (0.0, 0.0)
    for k in near {
      let weight = Double(expf(places[k][mark] - places[best][mark]))
      sum += weight * Double(k)
      weights += weight
    }
    return Double(stage.places[0]) + Double(stage.step) * sum / weights
  }

  /// Logarithm of the sum of exponentials.
  static func logSum(_ values: [Float]) -> Float {
    let most = values.reduce(-.infinity, max)
    guard most > -.infinity else { return least }
    return most + logf(values.reduce(0) { $0 + expf($1 - most) })
  }
}
