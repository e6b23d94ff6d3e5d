import Foundation

/// By how much a value differs between even and odd beats, and not because it swings slowly.
///
/// x_k = m + d (−1)^k gives 2d, the amplitude of x at half the rate of the beats under a Hann window:
/// 2 |Σ w_k (−1)^k (x_k − m)| / Σ w_k with w_k = sin²(π (k + ½)/N) and m the mean under the window.
/// Medians of even and of odd beats, or means without a window, take breathing for alternans: five
/// beats to a breath leave more than the swing itself in ten beats.
struct Alternation {
  /// The larger of the two heights between which the value alternates, without sign.
  let larger: Double
  /// Their difference as a part of it.
  let part: Double

  /// The fewest beats that show two of each kind.
  private static let leastBeats = 4

  /// Measures values of successive beats; a beat without a value keeps its place.
  init?(_ values: [Double?]) {
    let count = values.count
    var (weight, mean) = (0.0, 0.0)
    func window(_ beat: Int) -> Double {
      let sine = sin(.pi * (Double(beat) + 0.5) / Double(count))
      return sine * sine
    }
    guard values.count(where: { $0 != nil }) >= Self.leastBeats else { return nil }
    for (beat, value) in values.enumerated() {
      guard let value else { continue }
      weight += window(beat)
      mean += window(beat) * value
    }
    mean /= weight
    var half = 0.0
    for (beat, value) in values.enumerated() {
      guard let value else { continue }
      half += window(beat) * (beat.isMultiple(of: 2) ? 1 : -1) * (value - mean) / weight
    }
    larger = abs(mean) + abs(half)
    part = larger > 0 ? 2 * abs(half) / larger : 0
  }
}
