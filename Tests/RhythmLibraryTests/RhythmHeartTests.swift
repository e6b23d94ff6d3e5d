import CardiacModel
import Electrocardiogram
import Foundation
import RhythmLibrary
import Testing

@Suite struct RhythmHeartTests {
  let rhythm: Rhythm

  init() throws { rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm") }

  /// Kernels of one wave and source as centre and width in seconds after the chamber's event.
  func kernels(
    _ wave: Wave, source: Int, rrInterval: Double
  ) -> [(time: Double, width: Double)] {
    let heart = rhythm.heart(rrInterval: rrInterval, ppInterval: rrInterval)
    let origin = wave == .P ? 0 : rhythm.rPeakDelay
    return heart.sources[source].waves.filter { $0.wave == wave }.map {
      ($0.phase * rrInterval / (2 * .pi) + origin, $0.width * rrInterval / (2 * .pi))
    }
  }

  @Test(arguments: [Wave.P, .QRS], [0.6, 0.8, 1.0])
  func activationKeepsItsTimesAtEveryRate(wave: Wave, rrInterval: Double) {
    let stated = rhythm.beat.kernels[wave] ?? []
    let made = kernels(wave, source: 0, rrInterval: rrInterval)
    #expect(made.count == stated.count)
    for (a, b) in zip(made, stated) {
      // Rounding of 2π only.
      #expect(abs(a.time - b.time) < 1e-12 && abs(a.width - b.width) < 1e-12)
    }
  }

  @Test(arguments: [0.6, 0.75, 1.0])
  func qtFollowsItsLaw(rrInterval: Double) throws {
    func qt(_ rr: Double) throws -> Double {
      let fiducials = AnalyticFiducials(rhythm.heart(rrInterval: rr, ppInterval: rr))
      let (qrs, t) = (try #require(fiducials.qrs), try #require(fiducials.tWave))
      return (try #require(t.offset) - (try #require(qrs.onset))) * rr / (2 * .pi)
    }
    let stated = 60 / rhythm.beat.atRatePerMinute
    let law = RateLaws.qtInterval(rrInterval: rrInterval) / RateLaws.qtInterval(rrInterval: stated)
    // The fiducials interpolate between points 0.1 ms apart.
    #expect(abs(try qt(rrInterval) - law * qt(stated)) < 2e-4)
  }

  @Test func phaseZeroIsTheRPeak() throws {
    let heart = rhythm.heart(rrInterval: 0.8, ppInterval: 0.8)
    let peak = try #require(AnalyticFiducials(heart).qrs?.peak)
    // Half a point of the grid of the fiducials.
    #expect(abs(peak) * 0.8 / (2 * .pi) < 2e-4)
  }

  @Test(arguments: [0.25, 0.4, 0.8, 1.5])
  func plateausKeepTheirOrderAtEveryRate(rrInterval: Double) throws {
    let late = TimedPlateau(
      wave: .T, onset: 0.2, onsetWidth: 0.01, offset: 0.26, offsetWidth: 0.02,
      amplitudes: [0.1, 0, 0])
    let injury = TimedPlateau(
      wave: .T, onset: 0.07, onsetWidth: 0.008, offset: 0.26, offsetWidth: 0.04,
      amplitudes: [0.1, 0, 0])
    let beat = BeatShape(
      basis: .dipole, atRatePerMinute: 70, kernels: rhythm.beat.kernels, plateaus: [late, injury])
    let stretched = beat.stretched(rrInterval: rrInterval).plateaus
    #expect(stretched.allSatisfy { $0.offset > $0.onset && $0.offsetWidth > 0 })
    #expect(stretched[1].onset == injury.onset && stretched[1].onsetWidth == injury.onsetWidth)
    #expect((stretched[0].offset > late.offset) == (rrInterval > 60 / 70))
    // Making the heart checks the plateaus once more.
    var rhythm = rhythm
    rhythm.beat = beat
    #expect(
      rhythm.heart(rrInterval: rrInterval, ppInterval: rrInterval).sources[0].plateaus.count == 2)
  }
}
