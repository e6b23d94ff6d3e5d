import Tensors

/// The operators of `Oracles/operators.py` in Swift, under the same names.
enum OperatorCases {
  typealias Operator = @Sendable ([Tensor]) throws -> Tensor

  static let indices: @Sendable () throws -> Tensor = {
    try Tensor([0, 3, 1, 1, 2, 0] as [Int64], shape: [3, 2])
  }

  static let elementwise: [String: Operator] = [
    "add": { try $0[0] + $0[1] },
    "subtract": { try $0[0] - $0[1] },
    "multiply": { try $0[0] * $0[1] },
    "divide": { try $0[0] / $0[1] },
    "numbers": { try 2 - (3 * $0[0] + 1) / 4 + 5 / $0[0] - 0.5 },
    "power": { try $0[0].power(1.7) },
    "maximum": { try $0[0].maximum($0[1]) },
    "minimum": { try $0[0].minimum($0[1]) },
    "arcTangent": { try $0[0].arcTangent(over: $0[1]) },
    "matrixProduct": { try $0[0].matrixProduct($0[1]) },
    "negated": { try -$0[0] },
    "exponential": { try $0[0].exponential() },
    "logarithm": { try $0[0].logarithm() },
    "squareRoot": { try $0[0].squareRoot() },
    "reciprocalSquareRoot": { try $0[0].reciprocalSquareRoot() },
    "reciprocal": { try $0[0].reciprocal() },
    "squared": { try $0[0].squared() },
    "sine": { try $0[0].sine() },
    "cosine": { try $0[0].cosine() },
    "hyperbolicTangent": { try $0[0].hyperbolicTangent() },
    "errorFunction": { try $0[0].errorFunction() },
    "magnitude": { try $0[0].magnitude() },
    "sign": { try $0[0].sign() },
    "floor": { try $0[0].floor() },
    "truncated": { try $0[0].truncated() },
    "rounded": { try $0[0].rounded() },
    "remainder": { try $0[0].remainder(dividingBy: 2) },
    "sigmoid": { try $0[0].sigmoid() },
    "relu": { try $0[0].relu() },
    "silu": { try $0[0].silu() },
    "gelu": { try $0[0].gelu() },
    "mish": { try $0[0].mish() },
    "softplus": { try $0[0].softplus() },
    "clamped": { try $0[0].clamped(from: -0.7, to: 0.9) },
    "clampedAbove": { try $0[0].clamped(from: -.infinity, to: 0.9) },
    "selecting": { try ($0[0] .> 0).selecting($0[0], otherwise: $0[1]) },
  ]

  static let reductions: [String: Operator] = [
    "sum": { try $0[0].sum(0, 2) },
    "sumOfAll": { try $0[0].sum() },
    "mean": { try $0[0].mean(1, keeping: true) },
    "variance": { try $0[0].variance(1) },
    "largest": { try $0[0].largest(1) },
    "smallest": { try $0[0].smallest(0) },
    "logSumExp": { try $0[0].logSumExp(1) },
    "softmax": { try $0[0].softmax(along: -1) },
    "logSoftmax": { try $0[0].logSoftmax(along: 0) },
    "cumulativeSum": { try $0[0].cumulativeSum(along: 1) },
    "reversed": { try $0[0].reversed(along: 1) },
  ]

  static let shapes: [String: Operator] = [
    "reshaped": { try $0[0].reshaped(2, -1) },
    "expanded": { try $0[0].expanded(to: [2, 3, 4]) },
    "permuted": { try $0[0].permuted(2, 0, 1) },
    "transposed": { try $0[0].transposed() },
    "unsqueezed": { try $0[0].unsqueezed(1) },
    "squeezed": { try $0[0].squeezed(1) },
    "slice": { try $0[0].slice(1, 1..<6, by: 2) },
    "select": { try $0[0].select(1, at: -2) },
    "selectMany": { try $0[0].select(1, at: Tensor([2, 0, 2] as [Int64])) },
    "gathered": { try $0[0].gathered(1, at: indices()) },
    "windows": { try $0[0].windows(1, size: 3, every: 2) },
    "split": { try $0[0].split(1, into: 3)[1] },
    "concatenation": { try .concatenation(of: $0, along: 1) },
    "stack": { try .stack(of: $0, along: 1) },
    "paddedConstant": { try $0[0].padded(left: 1, right: 2, .constant(0.5)) },
    "paddedReflection": { try $0[0].padded(left: 3, right: 1, .reflection) },
    "paddedReplication": { try $0[0].padded(left: 1, right: 3, .replication) },
  ]

  static let layers: [String: Operator] = [
    "linear": { try $0[0].linear($0[1], $0[2]) },
    "linearWithoutBias": { try $0[0].linear($0[1], nil) },
    "convolved": {
      try $0[0].convolved(
        $0[1], $0[2], Tensor.Convolution(stride: 2, padding: 1, dilation: 2, groups: 2))
    },
    "transposeConvolved": {
      try $0[0].transposeConvolved($0[1], $0[2], Tensor.Convolution(stride: 2, padding: 1))
    },
    "groupNormalized": { try $0[0].groupNormalized(groups: 3, weight: $0[1], bias: $0[2]) },
    "layerNormalized": { try $0[0].layerNormalized(weight: $0[1], bias: $0[2]) },
    "interpolatedNearest": { try $0[0].interpolated(to: 9, .nearest) },
    "interpolatedLinear": { try $0[0].interpolated(to: 9, .linear) },
  ]

  static let all = [elementwise, reductions, shapes, layers].reduce(into: [:]) {
    $0.merge($1) { first, _ in first }
  }
}
