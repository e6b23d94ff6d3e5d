import Electrocardiogram
import Foundation
import TestSupport
import Testing

@testable import Noise

/// Spectra of the artefacts, measured with SciPy, against their closed forms.
@Suite(.enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
struct SpectraTests {
  @Test func whiteNoiseIsFlat() throws {
    let spectrum = try Spectrum(
      of: WhiteNoise(standardDeviation: 0.5), kind: .white, rate: 500, seconds: 120, segment: 1000)
    // 0.25 mV² over 250 Hz; a band's 8 bins of 1070 segments scatter by 1 %: 0.05 dB, four times that.
    for band in spectrum.excess(over: { _ in 0.001 }, from: 10, to: 240) {
      #expect(abs(band.decibels) < 0.2, "\(band)")
    }
  }

  @Test(arguments: [250.0, 500])
  func pinkNoiseFallsAsOneOverF(rate: Double) throws {
    let noise = PinkNoise(samplingRate: rate)
    let spectrum = try Spectrum(
      of: noise, kind: .pink, rate: rate, seconds: 240, segment: Int(20 * rate), records: 2)
    let bands = spectrum.excess(
      over: { noise.filter.power(atHertz: $0, samplingRate: rate) * 2 / rate }, from: 0.2,
      to: 0.45 * rate)
    // The narrowest band has two bins of some 400 segments: 3.5 % or 0.15 dB, four times that.
    for band in bands { #expect(abs(band.decibels) < 0.6, "\(band)") }
    // Against 1/f itself: the ripple of the filter and the scatter of a band.
    let pink = spectrum.excess(over: { 1 / $0 }, from: 0.2, to: 0.45 * rate)
    let middle = pink.reduce(0) { $0 + $1.decibels } / Double(pink.count)
    for band in pink { #expect(abs(band.decibels - middle) < 1.2, "\(band)") }
    // Slope of the bands by least squares, in powers of ten of power and frequency.
    let x = pink.map { log10($0.hertz) }
    let meanX = x.reduce(0, +) / Double(x.count)
    let slope =
      zip(x, pink).reduce(0) { $0 + ($1.0 - meanX) * ($1.1.decibels - middle) / 10 }
      / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    // The filter's own slope is -1 within 0.01; bands of 0.1 dB over three decades give 0.01.
    #expect(abs(slope) < 0.03, "slope \(slope - 1)")
  }

  @Test func pinkFilterFollowsOneOverFWithinAQuarterOfADecibel() {
    for rate in [100.0, 250, 500, 1000, 4000] {
      let filter = PinkNoise(samplingRate: rate).filter
      let levels = stride(from: log(0.2), to: log(0.45 * rate), by: 0.02).map {
        10 * log10(filter.power(atHertz: exp($0), samplingRate: rate) * exp($0))
      }
      let (low, high) = (levels.min() ?? .nan, levels.max() ?? .nan)
      #expect((high - low) / 2 < 0.25, "\(rate) Hz: \(high - low) dB")
    }
  }

  @Test func muscleNoiseHasTheSpectrumOfElectromyograms() throws {
    let noise = MuscleNoise(samplingRate: 500)
    let spectrum = try Spectrum(
      of: noise, kind: .muscle, rate: 500, seconds: 120, segment: 500, records: 2)
    let total = spectrum.densities.reduce(0, +)
    let filter = stride(from: 1.0, to: 250, by: 1).reduce(0) {
      $0 + noise.filter.power(atHertz: $1, samplingRate: 500)
    }
    // The swelling level smears by less than a hertz and leaves the shape.
    for band in spectrum.excess(
      over: { noise.filter.power(atHertz: $0, samplingRate: 500) * total / filter }, from: 10,
      to: 240)
    {
      // Some 4000 segments whose levels differ, at least three bins: 2 %, four times that.
      #expect(abs(band.decibels) < 0.35, "\(band)")
    }
    #expect((50...95).contains(spectrum.peak(20, 150)), "peak at \(spectrum.peak(20, 150)) Hz")
    #expect(spectrum.share(20, 150) > 0.75)
    #expect(spectrum.share(0, 10) < 0.02)
  }

  @Test func muscleFilterIsTheFormAimedAt() {
    for rate in [200.0, 250, 360, 500, 1000, 2000] {
      let filter = MuscleNoise(samplingRate: rate).filter
      let differences = stride(from: 5.0, to: 0.45 * rate, by: 5).map { hertz in
        10
          * log10(
            filter.power(atHertz: hertz, samplingRate: rate)
              / filter.power(atHertz: 65, samplingRate: rate)
              / MuscleNoise.spectrum(atHertz: hertz) * MuscleNoise.spectrum(atHertz: 65))
      }
      #expect((differences.map { abs($0) }.max() ?? .nan) < 0.6, "\(rate) Hz: \(differences)")
    }
    // One at its largest, and half at two frequencies, found on a fine grid and given to 1e-3 Hz.
    #expect(abs(MuscleNoise.spectrum(atHertz: 65.344) - 1) < 1e-8)
    #expect(abs(MuscleNoise.spectrum(atHertz: 28.068) - 0.5) < 1e-4)
    #expect(abs(MuscleNoise.spectrum(atHertz: 135.567) - 0.5) < 1e-4)
  }

  @Test func driftHasTheSpectrumOfItsSplines() throws {
    let rate = 20.0
    let spectrum = try Spectrum(
      of: BaselineWander(samplingRate: rate), kind: .baseline, rate: rate, seconds: 1200,
      segment: 2000, records: 4)
    for band in spectrum.excess(
      over: BaselineWander.driftSpectrum(atHertz:), from: 0.03, to: 0.5)
    {
      // 9 x 4 x 23 segments with one bin at least: 4 % or 0.17 dB, four times that.
      #expect(abs(band.decibels) < 0.7, "\(band)")
    }
    // The closed form has 0.984 and 3.5e-6; Welch's window leaks less than the rest.
    #expect(spectrum.share(0, 0.5) > 0.97)
    #expect(spectrum.share(1, 10) < 1e-4)
  }

  @Test func theBreathIsInTheBaseline() throws {
    let breath = RespiratoryCycle(breathsPerSecond: 0.27, start: 0.2)
    let spectrum = try Spectrum(
      of: BaselineWander(samplingRate: 20, breath: breath), kind: .baseline, rate: 20,
      seconds: 1200,
      segment: 2000, records: 4)
    #expect(abs(spectrum.peak(0.2, 1) - 0.27) < 0.011)
    // Half of the power, within the scatter of 36 gains and drifts.
    let drift = BaselineWander.driftSpectrum(atHertz: 0.27) * 0.06
    let all = spectrum.densities.reduce(0, +) * 0.01
    let share = (spectrum.density(0.24, 0.30) * 0.06 - drift) / all
    #expect((0.42...0.58).contains(share), "\(share)")
    #expect(spectrum.share(0, 0.6) > 0.99)
  }

  @Test(arguments: [50.0, 60])
  func powerLineStaysAtTheMainsAndTheirHarmonics(mains: Double) throws {
    let rate = 1000.0
    for record in 0..<4 as Range<UInt32> {
      var signals = ElectrodeSignals(count: Int(60 * rate))
      PowerLine(mainsHertz: mains, samplingRate: rate).draw(
        into: &signals, at: Electrode.allCases,
        using: NoiseStream(seed: 8, record: record, kind: .powerline))
      let spectrum = try Spectrum(
        of: [signals[.V2].map(Double.init)], rate: rate, segment: 20_000)
      for order in [1.0, 2, 3, 5] {
        let peak = spectrum.peak(order * mains - 5, order * mains + 5)
        // A bin is 0.05 Hz wide.
        #expect(abs(peak - order * mains) <= order * 0.1 + 0.05, "harmonic \(order): \(peak) Hz")
      }
      let lines = [1.0, 2, 3, 5].reduce(0) {
        $0 + spectrum.share($1 * mains - 1.5, $1 * mains + 1.5)
      }
      #expect(lines > 0.9999)
      #expect(spectrum.share(3 * mains - 1.5, 3 * mains + 1.5) < 0.3)
    }
  }

  @Test func harmonicsThatCannotBeSampledAreLeftOut() throws {
    var signals = ElectrodeSignals(count: 250 * 20)
    PowerLine(mainsHertz: 50, samplingRate: 250).draw(
      into: &signals, at: Electrode.allCases,
      using: NoiseStream(seed: 8, record: 0, kind: .powerline))
    let spectrum = try Spectrum(of: [signals[.V2].map(Double.init)], rate: 250, segment: 2500)
    let lines = spectrum.share(48.5, 51.5) + spectrum.share(98.5, 101.5)
    // 150 and 250 Hz would appear at 100 and 0 Hz.
    #expect(lines > 0.9999)
    #expect(spectrum.share(98.5, 101.5) < 0.02)
    #expect(spectrum.share(0, 5) < 1e-5)
  }

  @Test func electrodesMoveSlowly() throws {
    let spectrum = try Spectrum(
      of: ElectrodeMotion(samplingRate: 500), kind: .electrodeMotion, rate: 500, seconds: 60,
      segment: 5000, records: 10)
    #expect(spectrum.share(0, 5) > 0.85)
    #expect(spectrum.share(20, 250) < 0.05)
  }
}
