import Conduction
import Foundation
import RandomNumbers
import RhythmLibrary
import Testing

@Suite struct RRProcessTests {
  /// The beats of a healthy heart whose RR intervals were asked for.
  private func beats(
    _ spectrum: RRSpectrum, rate: Double, breath: Double, duration: Double, seed: UInt64
  ) -> [Double] {
    var random = Philox(seed: seed)
    let tone = WanderingTone(frequency: breath, width: 0.01, using: &random)
    var sinus = SinusOscillations.none
    sinus.process = RRProcess(
      spectrum, breath: tone, meanInterval: 60 / rate, duration: duration, using: &random)
    let activity = ConductionEngine.run(
      ConductionSystem(), ratePerMinute: rate, oscillations: sinus, duration: duration,
      using: &random)
    return activity.ventricles.map(\.time).filter { (0..<duration).contains($0) }
  }

  /// LF/HF of RR intervals at their first beats by Lomb's periodogram (Lomb 1976).
  private func lowToHigh(_ beats: [Double]) -> Double {
    let intervals = zip(beats.dropFirst(), beats).map(-)
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    var (low, high) = (0.0, 0.0)
    for f in stride(from: 0.04, to: 0.4, by: 0.001) {
      let ω = 2 * Double.pi * f
      var (s2, c2) = (0.0, 0.0)
      for t in beats.dropLast() {
        s2 += sin(2 * ω * t)
        c2 += cos(2 * ω * t)
      }
      let τ = atan2(s2, c2) / (2 * ω)
      var (xc, xs, cc, ss) = (0.0, 0.0, 0.0, 0.0)
      for (t, x) in zip(beats, intervals) {
        let (c, s) = (cos(ω * (t - τ)), sin(ω * (t - τ)))
        xc += (x - mean) * c
        xs += (x - mean) * s
        cc += c * c
        ss += s * s
      }
      let power = xc * xc / cc + xs * xs / ss
      if f < 0.15 { low += power } else { high += power }
    }
    return low / high
  }

  @Test(arguments: [(70.0, 0.04, 0.5), (60, 0.05, 2.0), (90, 0.03, 1.0)])
  func fiftyRecordsOfFiveMinutesDeliverWhatWasAsked(
    rate: Double, deviation: Double, ratio: Double
  ) {
    let spectrum = RRSpectrum(standardDeviation: deviation, lowToHighRatio: ratio)
    var (means, deviations, ratios) = (0.0, 0.0, 0.0)
    for seed in 0..<50 {
      let beats = beats(
        spectrum, rate: rate, breath: 0.2 + 0.001 * Double(seed), duration: 300,
        seed: UInt64(seed))
      let intervals = zip(beats.dropFirst(), beats).map(-)
      let mean = intervals.reduce(0, +) / Double(intervals.count)
      let variance =
        intervals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(intervals.count)
      means += mean * rate / 60 / 50
      deviations += variance.squareRoot() / deviation / 50
      ratios += lowToHigh(beats) / ratio / 50
      // What is asked holds in every record, for mean and deviation within their last, cut beat.
      #expect(abs(mean * rate / 60 - 1) < 0.002, "seed \(seed): \(mean)")
      #expect(abs(variance.squareRoot() / deviation - 1) < 0.05, "seed \(seed)")
    }
    // The limits that this package has set itself are 5 %.
    #expect(abs(means - 1) < 0.001 && abs(deviations - 1) < 0.05, "\(means) \(deviations)")
    #expect(abs(ratios - 1) < 0.05, "\(ratios)")
  }

  @Test func shortRecordsHaveTheExpectedSizesOnAverage() {
    let spectrum = RRSpectrum(standardDeviation: 0.04, lowToHighRatio: 1)
    var squares = 0.0
    var count = 0.0
    for seed in 0..<200 {
      let beats = beats(spectrum, rate: 60, breath: 0.25, duration: 20, seed: UInt64(seed))
      for interval in zip(beats.dropFirst(), beats).map(-) {
        squares += (interval - 1) * (interval - 1)
        count += 1
      }
    }
    // Two sines of 3,800 beats in all.
    #expect(abs((squares / count).squareRoot() / 0.04 - 1) < 0.05)
  }

  @Test func theToneStaysNearItsFrequencyAndKeepsItsHeight() {
    var random = Philox(seed: 5)
    let tone = WanderingTone(frequency: 0.25, width: 0.01, using: &random)
    var (squares, slowest, fastest) = (0.0, 9.0, 0.0)
    for n in 0..<100_000 {
      let t = Double(n) * 0.05
      squares += tone.value(at: t) * tone.value(at: t)
      let frequency = (tone.phase(at: t + 0.001) - tone.phase(at: t)) / 0.001
      (slowest, fastest) = (min(slowest, frequency), max(fastest, frequency))
    }
    #expect(abs(squares / 100_000 - 0.5) < 0.005)
    #expect(slowest > 0.25 - 0.029 && fastest < 0.25 + 0.029 && fastest - slowest > 0.03)
    // Another time 0 changes nothing.
    #expect(abs(tone.from(100).value(at: 3) - tone.value(at: 103)) < 1e-9)
  }
}
