import CardiacModel
import Electrocardiogram
import Foundation
import RandomNumbers
import Testing

/// The published parameter sets and golden values of ECGSYN and SimGAN.
enum PublishedBeats {
  static let order: [Wave] = [.P, .QRS, .QRS, .QRS, .T]

  /// A beat from rows (a, b, θ in degrees) of P, Q, R, S, T; one turn a second.
  static func beat(
    _ rows: [(a: Double, b: Double, degrees: Double)], relaxationTime: Double? = 1,
    baselineAmplitude: Double = 0
  ) -> ClassicBeat {
    ClassicBeat(
      waves: zip(order, rows).map {
        ClassicWave(wave: $0, strength: $1.a, width: $1.b, phase: $1.degrees * .pi / 180)
      },
      angularVelocity: 2 * .pi, relaxationTime: relaxationTime,
      baselineAmplitude: baselineAmplitude)
  }

  /// ECGSYN's strengths and widths with the angles of a port.
  static func ecgsyn(pDegrees: Double, tDegrees: Double) -> ClassicBeat {
    beat([
      (1.2, 0.25, pDegrees), (-5, 0.1, -15), (30, 0.1, 0), (-7.5, 0.1, 15), (0.75, 0.4, tDegrees),
    ])
  }

  /// SimGAN's class parameters.
  static let simGAN: [String: [(a: Double, b: Double, degrees: Double)]] = [
    "N": [(0.7, 0.25, -90), (-7, 0.1, -15), (30, 0.1, 0), (-3, 0.1, 15), (0.2, 0.4, 160)],
    "S": [(0.2, 0.25, -90), (-1, 0.1, -15), (30, 0.1, 0), (-10, 0.1, 15), (0.2, 0.4, 160)],
    "F": [(0.8, 0.25, -90), (-10, 0.1, -15), (30, 0.1, 0.03), (-10, 0.1, 15), (0.5, 0.2, 160)],
    "V": [(0.1, 0.6, -90), (0, 0.1, -15), (30, 0.1, 0), (-10, 0.1, 15), (0.5, 0.2, 160)],
    "McSharry": [(1.2, 0.25, -60), (-5, 0.1, -15), (30, 0.1, 0), (-7.5, 0.1, 15), (0.75, 0.4, 90)],
  ]

  /// SimGAN's scheme: forward Euler with dt = 1/L, truncated phase differences, its own start.
  static func simGANTrace(_ name: String, samples: Int) -> [Double] {
    let beat = beat(simGAN[name] ?? [], baselineAmplitude: 0.005)
    var (x, y, z) = (-0.417750770388669, -0.9085616622823985, -0.004551233843726818)
    var trace = [z]
    let h = 1 / Double(samples)
    for step in 0..<(samples - 1) {
      let rate = beat.rates(
        x: x, y: y, z: z, baseline: beat.baseline(at: Double(step) * h), distance: .truncated)
      (x, y, z) = (x + h * rate.x, y + h * rate.y, z + h * rate.z)
      trace.append(z)
    }
    return trace
  }
}

@Suite struct ClassicBeatTests {
  /// Golden values: class, length, maximum, its index, minimum, its index; printed digits.
  @Test(arguments: [
    ("N", 216, 0.04228, 69, -0.01459, 60), ("S", 216, 0.04314, 69, -0.01935, 79),
    ("F", 216, 0.04175, 69, -0.02009, 79), ("V", 216, 0.03977, 69, -0.02278, 79),
    ("McSharry", 216, 0.04266, 69, -0.01572, 79), ("N", 61, 0.045447, 20, -0.01465, 17),
  ])
  func extremesOfSimGANAreReproduced(
    name: String, samples: Int, highest: Double, highestAt: Int, lowest: Double, lowestAt: Int
  ) {
    let trace = PublishedBeats.simGANTrace(name, samples: samples)
    let top = trace.indices.max { trace[$0] < trace[$1] }!
    let bottom = trace.indices.min { trace[$0] < trace[$1] }!
    #expect(top == highestAt && bottom == lowestAt)
    #expect(abs(trace[top] - highest) < 6e-6 && abs(trace[bottom] - lowest) < 6e-6)
  }

  @Test(arguments: [
    ("N", 61, 10, -0.004660), ("N", 61, 19, 0.021537), ("N", 61, 21, 0.021311),
    ("N", 61, 40, -0.002075), ("N", 61, 50, 0.001481), ("N", 61, 60, 0.001726),
    ("McSharry", 216, 1, -0.004527), ("McSharry", 216, 30, 0.006808),
    ("McSharry", 216, 126, 0.013975), ("McSharry", 216, 215, -0.002493),
  ])
  func samplesOfSimGANAreReproduced(name: String, samples: Int, index: Int, value: Double) {
    // Half a unit of the last printed digit.
    #expect(abs(PublishedBeats.simGANTrace(name, samples: samples)[index] - value) < 6e-7)
  }

  @Test func conversionBetweenParameterisationsIsExact() {
    let beat = PublishedBeats.ecgsyn(pDegrees: -70, tDegrees: 100)
    let source = beat.source()
    // α = a b²/2π at 60 bpm.
    let expected = [0.0119, -0.0080, 0.0477, -0.0119, 0.0191]
    for (wave, α) in zip(source.waves, expected) { #expect(abs(wave.amplitude - α) < 5e-5) }
    let back = ClassicBeat(source, angularVelocity: beat.angularVelocity, relaxationTime: 1)
    for (one, two) in zip(beat.waves, back.waves) {
      #expect(abs(one.strength - two.strength) <= 4e-15 * abs(one.strength))
      #expect(one.phase == two.phase && one.width == two.width)
    }
    #expect(back.relaxationTime == 1)
  }

  @Test func theClassicRateIsTheNormalisedSlopeTimesThePhaseSpeed() {
    var random = Philox(seed: 5)
    let ω = 2 * Double.pi * 1.3
    for _ in 0..<10_000 {
      let wave = ClassicWave(
        wave: .T, strength: random.normal(), width: 0.05 + random.uniform(),
        phase: random.normal())
      let θ = (2 * random.uniform() - 1) * .pi
      let rate = ClassicFormula.rate(
        difference: wrap(θ - wave.phase), strength: wave.strength, width: wave.width)
      let slope = ω * wave.normalised(angularVelocity: ω).slope(at: θ)
      #expect(abs(rate - slope) < 1e-13 * (1 + abs(rate)))
    }
  }

  @Test func gradientsAgreeWithDifferencesOnBothSidesOfPi() {
    var random = Philox(seed: 6)
    for trial in 0..<10_000 {
      // Every fourth state lies within 0.05 rad of ±π, on both sides of it.
      let θ =
        trial % 4 == 0
        ? Double.pi + 0.1 * (random.uniform() - 0.5) : (2 * random.uniform() - 1) * .pi
      let (a, b, centre) = (random.normal(), 0.1 + random.uniform(), random.normal())
      let Δ = wrap(θ - centre)
      guard abs(abs(Δ) - .pi) > 0.01 else { continue }
      let gradient = ClassicFormula.gradient(difference: Δ, strength: a, width: b)
      func rate(_ θ: Double, _ a: Double, _ centre: Double, _ b: Double) -> Double {
        ClassicFormula.rate(difference: wrap(θ - centre), strength: a, width: b)
      }
      let h = 1e-3 * b
      let difference = GaussianWaveTests.difference
      // Fourth-order differences of a function whose fifth derivative is below 100 a/b⁵·b.
      let bound = 1e-9 * (1 + abs(a)) / b
      #expect(abs(difference(θ, h) { rate($0, a, centre, b) } - gradient.phase) < bound)
      #expect(abs(difference(a, h) { rate(θ, $0, centre, b) } - gradient.strength) < bound)
      #expect(abs(difference(centre, h) { rate(θ, a, $0, b) } - gradient.centre) < bound)
      #expect(abs(difference(b, h) { rate(θ, a, centre, $0) } - gradient.width) < bound)
    }
  }

  @Test func theLimitCycleTurnsForward() {
    let beat = PublishedBeats.ecgsyn(pDegrees: -70, tDegrees: 100)
    let rate = beat.rates(x: 1, y: 0, z: 0, baseline: 0)
    #expect(rate.x == 0 && rate.y == 2 * Double.pi)
  }
}
