import Electrocardiogram
import Measurement

/// A beat in one lead as one kernel for each wave that stands out: P, Q, R, S, T where they are.
///
/// Each kernel stands at the measured peak of its wave, with the wave's height against the level at
/// QRS onset and a width from its measured length.
struct WaveSketch {
  /// A Gaussian of this share of a wave's length falls to a twentieth of its height at the ends.
  static let widthShare = 0.2
  /// The same for R within the whole QRS complex, and for the narrower Q and S.
  static let qrsShares = (r: 0.11, qs: 0.08)
  /// Lowest wave that gets a kernel, in mV: slow ones, and the brief ones of QRS.
  static let lowest = (slow: 0.05, brief: 0.1)

  /// The kernels in the order of time.
  let kernels: [FittedKernel]

  /// Sketches a lead of one beat from its measured waves.
  init(_ samples: [Double], _ waves: BeatWaves, samplingRate: Double) {
    guard let qrs = waves.qrs, let onset = qrs.onset, let offset = qrs.offset,
      samples.indices.contains(onset), samples.indices.contains(offset), onset < offset
    else {
      kernels = []
      return
    }
    let level = samples[onset]
    var found: [FittedKernel] = []
    func add(_ role: KernelRole, at sample: Int, width: Double, lowest: Double) {
      let height = samples[sample] - level
      guard abs(height) >= lowest else { return }
      found.append(
        FittedKernel(
          role: role, time: Double(sample - waves.rPeak) / samplingRate,
          width: width / samplingRate, amplitude: height))
    }
    func add(_ role: KernelRole, _ wave: SampledWave?) {
      guard let wave, let first = wave.onset, let last = wave.offset,
        samples.indices.contains(wave.peak)
      else { return }
      add(
        role, at: wave.peak, width: Self.widthShare * Double(last - first),
        lowest: Self.lowest.slow)
    }
    add(.P, waves.p)
    let length = Double(offset - onset)
    let top = (onset...offset).max { samples[$0] < samples[$1] } ?? qrs.peak
    let before = (onset...top).min { samples[$0] < samples[$1] } ?? onset
    let after = (top...offset).min { samples[$0] < samples[$1] } ?? offset
    // Two deflections closer than a sixth of the complex are one.
    let apart = Int(length / 6)
    if samples[before] < level, top - before >= apart {
      add(.Q, at: before, width: Self.qrsShares.qs * length, lowest: Self.lowest.brief)
    }
    if samples[top] > level {
      add(.R, at: top, width: Self.qrsShares.r * length, lowest: Self.lowest.brief)
    }
    if samples[after] < level, after - top >= apart {
      // Without R it is a QS, which is named as kernels are.
      let hasR = samples[top] - level >= Self.lowest.brief
      add(hasR ? .S : .Q, at: after, width: Self.qrsShares.qs * length, lowest: Self.lowest.brief)
    }
    add(.T, waves.t)
    kernels = found
  }
}
