/// Centred moving averages, the building block of every filter here.
///
/// A box as long as a mains period removes the mains exactly; two boxes make a triangle, four are
/// close to a Gaussian. Samples beyond the ends repeat the first and the last.
enum MovingAverage {
  /// Replaces `samples` by their mean over `width` neighbours, using `scratch` of the same length.
  ///
  /// An even width is made odd, so that no delay arises. Cost: two additions a sample.
  static func apply(width: Int, to samples: inout [Double], scratch: inout [Double]) {
    let half = width / 2
    let count = samples.count
    guard half > 0, count > 0 else { return }
    let last = count - 1
    let scale = 1 / Double(2 * half + 1)
    var sum = samples[0] * Double(half)
    for i in 0...half { sum += samples[min(i, last)] }
    for i in 0..<count {
      scratch[i] = sum * scale
      sum += samples[min(i + half + 1, last)] - samples[max(i - half, 0)]
    }
    swap(&samples, &scratch)
  }
}
