/// The deflections of one lead's QRS complex: Q, R, S and R'.
///
/// A deflection is a stretch of one sign that stands out of the noise. Q is the first if it is negative;
/// R is the largest positive one; S the deepest after the first positive one; R' the highest positive
/// one after S. Without a positive deflection the complex is QS, and its depth is Q's and S's.
struct QRSDeflections {
  /// Height below which a stretch is not a deflection, in millivolts.
  static let leastHeight = 0.02
  /// The same in standard deviations of the noise.
  static let leastHeightAboveNoise = 2.5
  /// Part of the complex's largest deflection below which a stretch is not one.
  static let leastPart = 0.02

  /// One deflection.
  struct Deflection {
    /// Bounds within the complex, the end included.
    var range: ClosedRange<Int>
    /// Index of its extreme.
    var peak: Int
    /// Its extreme with its sign, in millivolts.
    var height: Double
    /// Samples of at least a tenth of its height: its duration.
    var extent: Int
  }

  let all: [Deflection]

  /// Finds the deflections of a complex whose samples are referred to the level at its onset.
  ///
  /// `noise` is the standard deviation of what is not ECG, in millivolts; a deflection lasts at least
  /// `shortest` samples.
  init(_ samples: [Double], noise: Double, shortest: Int) {
    let least = max(
      Self.leastHeight, Self.leastHeightAboveNoise * noise,
      Self.leastPart * samples.reduce(0) { max($0, abs($1)) })
    var found: [Deflection] = []
    var start = 0
    while start < samples.count {
      let positive = samples[start] > 0
      var end = start
      var peak = start
      while end + 1 < samples.count, (samples[end + 1] > 0) == positive {
        end += 1
        if abs(samples[end]) > abs(samples[peak]) { peak = end }
      }
      let height = samples[peak]
      // A rise that lasts up to J belongs to the ST segment.
      if abs(height) >= least, peak < samples.count - 1, end - start + 1 >= shortest {
        if let last = found.last, (last.height > 0) == positive {
          // What lay between was too small to part them.
          found[found.count - 1] = Self.joined(last, start...end, peak, samples)
        } else {
          found.append(Self.deflection(start...end, peak, samples))
        }
      }
      start = end + 1
    }
    all = found
  }

  /// The negative deflection that begins the complex.
  var q: Deflection? { all.first.flatMap { $0.height < 0 ? $0 : nil } }

  /// The largest positive deflection.
  var r: Deflection? { all.filter { $0.height > 0 }.max { $0.height < $1.height } }

  /// The first positive deflection.
  var initialR: Deflection? { all.first { $0.height > 0 } }

  /// The deepest deflection after the first positive one, or QS.
  var s: Deflection? {
    guard let first = initialR else { return q }
    return all.filter { $0.height < 0 && $0.peak > first.peak }.min { $0.height < $1.height }
  }

  /// The highest positive deflection after S.
  var rPrime: Deflection? {
    guard let s, initialR != nil else { return nil }
    return all.filter { $0.height > 0 && $0.peak > s.peak }.max { $0.height < $1.height }
  }

  private static func deflection(
    _ range: ClosedRange<Int>, _ peak: Int, _ samples: [Double]
  ) -> Deflection {
    let least = abs(samples[peak]) / 10
    return Deflection(
      range: range, peak: peak, height: samples[peak],
      extent: range.count { abs(samples[$0]) >= least })
  }

  private static func joined(
    _ first: Deflection, _ range: ClosedRange<Int>, _ peak: Int, _ samples: [Double]
  ) -> Deflection {
    deflection(
      first.range.lowerBound...range.upperBound,
      abs(samples[peak]) > abs(first.height) ? peak : first.peak, samples)
  }
}
