import Foundation
public import Tensors

/// Makes signals of noise with a denoiser.
///
/// Walks the noise schedule backwards over a few of its steps. From step t to s < t, with a = √ᾱ, b = √(1 − ᾱ)
/// and the denoiser's x₀ and ε:
/// - ancestral and DDIM: x_s = a_s x₀ + √(b_s² − σ²) ε + σ z, σ = η b_s/b_t √(1 − a_t²/a_s²), η = 1 and η = 0;
/// - DPM-Solver++(2M): x_s = (b_s/b_t) x − a_s (e^{−h} − 1) D, h = λ_s − λ_t, λ = log(a/b),
///   D = x₀ + (x₀ − x₀′) h/(2h′), x₀′ and h′ those of the step before; first order at both ends.
///
/// Sources: Song, Meng and Ermon, ICLR 2021, eq. 12 and 16; Lu et al., arXiv 2211.01095, algorithm 2.
public struct Sampler: Sendable, Codable, Equatable {
  /// How a step is taken.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// With new noise at every step.
    case ancestral
    /// Without.
    case ddim
    /// Of second order, for few steps.
    case dpmSolver = "dpm-solver"
  }

  /// How a step is taken.
  public var method: Method
  /// How many steps.
  public var steps: Int
  /// Limit of x₀ in magnitude; none if `nil`.
  public var clip: Double?

  /// Describes a sampler.
  public init(_ method: Method, steps: Int, clip: Double? = nil) {
    precondition(steps > 0, "\(steps) steps")
    precondition(clip.map { $0 > 0 } ?? true, "clip at \(clip ?? 0)")
    self.method = method
    self.steps = steps
    self.clip = clip
  }

  /// Makes a batch.
  ///
  /// - Parameters:
  ///   - schedule: The process; at least `steps` long.
  ///   - prediction: What the denoiser's output stands for.
  ///   - shape: Of one record, such as `[4, 128]`.
  ///   - generators: One a record: what a record becomes does not depend on its neighbours.
  ///   - device: Where the denoiser is.
  ///   - progress: Told after each step how many are done.
  ///   - denoiser: Gives an output of a batch `[B, …]` at steps `[B]`, int64.
  /// - Returns: Signals, `[B, …]`.
  /// - Throws: What the denoiser throws.
  public func callAsFunction(
    _ schedule: NoiseSchedule, _ prediction: Prediction, shape: [Int],
    generators: [TensorGenerator], on device: Device = .cpu, progress: (Int) -> Void = { _ in },
    denoiser: (Tensor, Tensor) throws(TensorError) -> Tensor
  ) throws(TensorError) -> Tensor {
    precondition(!generators.isEmpty, "no records")
    var noise = RecordNoise(generators: generators, shape: shape, device: device)
    let path = SamplingSteps.trailing(steps, of: schedule.steps)
    var x = try noise.draw()
    var earlier: (signal: Tensor, advance: Double)?
    for (index, t) in path.enumerated() {
      let here = Level(schedule, at: t)
      let there = index + 1 < path.count ? Level(schedule, at: path[index + 1]) : .clean
      let times = try Tensor([Int64](repeating: Int64(t), count: generators.count), on: device)
      var parts = try prediction.parts(
        of: denoiser(x, times), noised: x, signal: here.a, noise: here.b)
      if let clip {
        parts.signal = try parts.signal.clamped(from: -clip, to: clip)
        parts.noise = try (x - parts.signal * here.a) / here.b
      }
      switch method {
      case .ancestral, .ddim:
        let σ = method == .ancestral ? here.freshNoise(towards: there) : 0
        x = try parts.signal * there.a + parts.noise * (there.b * there.b - σ * σ).squareRoot()
        if σ > 0 { x = try x + noise.draw() * σ }
      case .dpmSolver:
        x = try multistep(x, parts.signal, from: here, to: there, &earlier)
      }
      progress(index + 1)
    }
    return x
  }

  private func multistep(
    _ x: Tensor, _ signal: Tensor, from here: Level, to there: Level,
    _ earlier: inout (signal: Tensor, advance: Double)?
  ) throws(TensorError) -> Tensor {
    guard there.b > 0 else { return signal }
    let advance = there.λ - here.λ
    var direction = signal
    if let (before, step) = earlier {
      direction = try signal + (signal - before) * (advance / (2 * step))
    }
    earlier = (signal, advance)
    // e^{−h} = (b_s/a_s)/(b_t/a_t), so that a_s (e^{−h} − 1) = b_s a_t/b_t − a_s.
    return try x * (there.b / here.b) + direction * (there.a - there.b * here.a / here.b)
  }

  /// The factors at one step.
  private struct Level {
    let a, b: Double
    static let clean = Level(a: 1, b: 0)

    var λ: Double { log(a / b) }

    init(a: Double, b: Double) {
      self.a = a
      self.b = b
    }

    init(_ schedule: NoiseSchedule, at step: Int) {
      let share = schedule.signalShares[step]
      self.init(a: share.squareRoot(), b: (1 - share).squareRoot())
    }

    /// σ of an ancestral step.
    func freshNoise(towards there: Level) -> Double {
      there.b / b * (1 - a * a / (there.a * there.a)).squareRoot()
    }
  }
}
