import Foundation

/// Intervals of a synthetic beat from its kernels alone, in seconds after the nominal QRS onset.
///
/// P lies where its own spatial magnitude is at least 10 % of its largest, QRS where its own spatial
/// velocity is at least 5 %, and T ends where its magnitude falls below 5 %: the yardsticks by which
/// the dipole model's intervals were stated. Magnitude and velocity are taken in the Frank axes.
struct SyntheticTruth {
  let pOnset, pOffset, qrsOnset, qrsOffset, tOffset: Double

  init(_ heart: SyntheticHeart) {
    let step = 0.0001
    func magnitude(_ kernels: [DipoleKernel], _ t: Double) -> Double {
      let v = SyntheticHeart.dipole(kernels, t)
      return (v.x * v.x + v.y * v.y + v.z * v.z).squareRoot()
    }
    func speed(_ kernels: [DipoleKernel], _ t: Double) -> Double {
      let (a, b) = (
        SyntheticHeart.dipole(kernels, t - step), SyntheticHeart.dipole(kernels, t + step)
      )
      let d = (b.x - a.x, b.y - a.y, b.z - a.z)
      return (d.0 * d.0 + d.1 * d.1 + d.2 * d.2).squareRoot()
    }
    func extent(_ part: Double, _ value: (Double) -> Double) -> (first: Double, last: Double) {
      let times = (-4000...8000).map { Double($0) * step }
      let values = times.map(value)
      let level = part * (values.max() ?? 0)
      let first = values.firstIndex { $0 > 0 && $0 >= level } ?? 0
      let last = values.lastIndex { $0 > 0 && $0 >= level } ?? 0
      return (times[first], times[last])
    }
    (pOnset, pOffset) = extent(0.10) { magnitude(heart.p, $0) }
    (qrsOnset, qrsOffset) = extent(0.05) { speed(heart.qrs, $0) }
    tOffset = extent(0.05) { magnitude(heart.t, $0) }.last
  }
}
