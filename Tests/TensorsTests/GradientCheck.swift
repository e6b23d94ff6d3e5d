import Tensors
import Testing

/// Gradients of a number beside central differences, in double precision.
enum GradientCheck {
  /// Expects that automatic and numerical gradients agree at every element of every input.
  ///
  /// (f(x+h) − f(x−h)) / 2h has an error of h²/6 · f‴, about 1e-9 at h = 1e-4, plus rounding ε/h of
  /// about 1e-12; functions here have values and derivatives of order one to ten.
  static func expect(
    of inputs: [Tensor], step: Double = 1e-4, within tolerance: Double = 1e-6,
    sourceLocation: SourceLocation = #_sourceLocation, _ function: ([Tensor]) throws -> Tensor
  ) throws {
    let automatic = try function(inputs).gradients(withRespectTo: inputs)
    for (k, input) in inputs.enumerated() {
      let values = try input.doubles()
      var numerical = values
      for i in values.indices {
        let sides = try [step, -step].map { shift in
          var moved = inputs
          var shifted = values
          shifted[i] += shift
          moved[k] = try Tensor(shifted, shape: input.shape)
          return try withoutGradients { try function(moved).number() }
        }
        numerical[i] = (sides[0] - sides[1]) / (2 * step)
      }
      let mine = try automatic[k]?.doubles() ?? values.map { _ in 0 }
      let scale = 1 + numerical.reduce(0) { max($0, abs($1)) }
      for (a, n) in zip(mine, numerical) {
        #expect(abs(a - n) < tolerance * scale, "input \(k)", sourceLocation: sourceLocation)
      }
    }
  }
}

extension Tensor {
  /// The largest distance of two elements, relative to the other's largest magnitude or 1.
  func distance(to other: Tensor) throws -> Double {
    guard count > 0 else { return 0 }
    let scale = max(1, try other.magnitude().largest().number())
    return try (self - other).magnitude().largest().number() / scale
  }
}
