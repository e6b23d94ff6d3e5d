/// Onset and offset of a single wave in one lead.
///
/// From the steepest point of a flank, x_m, to a point at rest, x_r, the edge is the x that makes the
/// trapezium under the flank largest: A(x) = (s(x_m) − s(x)) (2 x_r − x − x_m). No level of rest and
/// no threshold enters. Source: Vázquez-Seisdedos et al., BioMedical Engineering OnLine 10:43 (2011),
/// for the end of T; mirrored for onsets.
struct WaveEdges {
  let samples: [Double]

  /// The edge between the peak and a point at rest on either side; `sign` is the wave's.
  ///
  /// - Returns: `nil` if the potential does not fall between them.
  func edge(peak: Int, rest: Int, sign: Double) -> Int? {
    let step = rest > peak ? 1 : -1
    guard abs(rest - peak) > 3 else { return nil }
    var steepest = peak
    var fall = 0.0
    for i in stride(from: peak + step, to: rest, by: step) {
      let slope = sign * (samples[i - step] - samples[i + step])
      if slope > fall { (fall, steepest) = (slope, i) }
    }
    guard fall > 0 else { return nil }
    var best = steepest
    var area = 0.0
    for i in stride(from: steepest, through: rest, by: step) {
      let trapezium =
        sign * (samples[steepest] - samples[i])
        * Double((2 * rest - i - steepest) * step)
      if trapezium > area { (area, best) = (trapezium, i) }
    }
    return best
  }
}
