import Diffusion
import Foundation
import Tensors
import Testing

/// Signals of a normal distribution have a denoiser in closed form.
///
/// For x₀ ~ N(μ, s²) and x = a x₀ + b ε the best guess is E[x₀ | x] = μ + a s² (x − a μ)/(a² s² + b²), and the
/// flow without noise keeps (x − a μ)/√(a² s² + b²): it leads from x at the last step to
/// μ + s (x − a μ)/√(a² s² + b²).
@Suite struct SamplerTests {
  static let μ = 0.7
  static let s = 0.3
  let schedule = NoiseSchedule.cosine()

  /// The best denoiser, in terms of what it is said to predict.
  func denoiser(_ prediction: Prediction) -> (Tensor, Tensor) throws(TensorError) -> Tensor {
    { (x: Tensor, steps: Tensor) throws(TensorError) -> Tensor in
      let factors = try schedule.factors(at: steps, rank: x.rank)
      let (a, b) = (factors.signal, factors.noise)
      let variance = try a.squared() * Self.s * Self.s + b.squared()
      let signal = try (x - a * Self.μ) * a * (Self.s * Self.s) / variance + Self.μ
      let noise = try (x - a * signal) / b
      return try prediction.target(signal: signal, noise: noise, factors: factors)
    }
  }

  func draw(
    _ method: Sampler.Method, steps: Int, _ prediction: Prediction = .velocity, count: Int = 64
  ) throws -> (start: [Double], end: [Double]) {
    let generators = (0..<UInt32(count)).map { TensorGenerator(seed: 4, record: $0) }
    var start: [Double] = []
    for var generator in generators { start += try generator.normal([1, 8]).doubles() }
    let end = try Sampler(method, steps: steps)(
      schedule, prediction, shape: [1, 8], generators: generators,
      denoiser: denoiser(prediction))
    return (start, try end.doubles())
  }

  func exact(_ start: [Double]) -> [Double] {
    let share = schedule.signalShares[schedule.steps - 1]
    let scale = (share * Self.s * Self.s + 1 - share).squareRoot()
    return start.map { Self.μ + Self.s * ($0 - share.squareRoot() * Self.μ) / scale }
  }

  func error(_ method: Sampler.Method, steps: Int, _ prediction: Prediction = .velocity) throws
    -> Double
  {
    let (start, end) = try draw(method, steps: steps, prediction)
    let errors = zip(exact(start), end).map { ($0 - $1) * ($0 - $1) }
    return (errors.reduce(0, +) / Double(errors.count)).squareRoot()
  }

  @Test func withoutNoiseTheFlowIsFollowed() throws {
    // Of first order: half the step, half the error.
    let ddim = try [50, 100, 200].map { try error(.ddim, steps: $0) }
    #expect(ddim[2] < 0.01)
    #expect(abs(ddim[0] / ddim[1] - 2) < 0.4 && abs(ddim[1] / ddim[2] - 2) < 0.4)
    // Of second order between its ends, and better with fewer steps.
    let fast = try [10, 20, 40].map { try error(.dpmSolver, steps: $0) }
    #expect(fast[2] < ddim[0])
    #expect(fast[0] / fast[1] > 2.5 && fast[1] / fast[2] > 2.5)
  }

  @Test(arguments: Prediction.allCases)
  func whatIsPredictedDoesNotMatter(prediction: Prediction) throws {
    // Noise divided by √ᾱ = 5e-5 at the first step loses digits of single precision.
    let reference = try draw(.ddim, steps: 20, .signal).end
    let other = try draw(.ddim, steps: 20, prediction).end
    let tolerance = prediction == .noise ? 5e-3 : 1e-5
    #expect(zip(reference, other).allSatisfy { abs($0 - $1) < tolerance })
  }

  @Test func ancestralStepsDrawTheDistribution() throws {
    let (_, end) = try draw(.ancestral, steps: 250, count: 500)
    let mean = end.reduce(0, +) / Double(end.count)
    let spread = (end.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(end.count))
      .squareRoot()
    // 4,000 draws: standard errors s/√4000 = 0.005 and s/√8000 = 0.0034; four of them each.
    #expect(abs(mean - Self.μ) < 0.02)
    #expect(abs(spread - Self.s) < 0.014)
  }

  @Test func recordsDoNotKnowTheirNeighbours() throws {
    let all = try draw(.ancestral, steps: 10, count: 3).end
    let alone = try Sampler(.ancestral, steps: 10)(
      schedule, .velocity, shape: [1, 8], generators: [TensorGenerator(seed: 4, record: 2)],
      denoiser: denoiser(.velocity)
    ).doubles()
    #expect(Array(all[16...]) == alone)
  }

  @Test func aClippedSignalStaysWithin() throws {
    let end = try Sampler(.ddim, steps: 10, clip: 0.5)(
      schedule, .signal, shape: [1, 8], generators: [TensorGenerator(seed: 1)],
      denoiser: denoiser(.signal)
    ).doubles()
    #expect(end.allSatisfy { $0 <= 0.5 })
    #expect(try draw(.ddim, steps: 10).end.contains { $0 > 0.5 })
  }

  @Test func stepsBeginAtTheLast() {
    #expect(SamplingSteps.trailing(4, of: 1000) == [999, 749, 499, 249])
    #expect(SamplingSteps.trailing(1000, of: 1000) == Array((0..<1000).reversed()))
    #expect(SamplingSteps.trailing(3, of: 10) == [9, 6, 2])
  }

  @Test func guidanceGoesBeyondTheCondition() throws {
    let both = try Tensor([3, 5, 1, 1] as [Float], shape: [4, 1])  // two records, twice
    #expect(try Guidance(scale: 1)(both).floats() == [3, 5])
    #expect(try Guidance(scale: 0)(both).floats() == [1, 1])
    #expect(try Guidance(scale: 3)(both).floats() == [7, 13])
  }
}
