public import Tensors

/// How much of what a network learns comes from one term of its loss.
public struct GradientShare: Sendable, Equatable {
  /// The term's name.
  public let name: String
  /// The term's value, with its factor.
  public let value: Double
  /// The norm of its gradient over all parameters.
  public let norm: Double
  /// `norm` divided by the sum of all terms' norms; 0 if all are 0.
  public let share: Double

  /// Measures terms, one backward pass each; the record of the loss stays for the step itself.
  ///
  /// - Parameters:
  ///   - terms: Terms with their factors, by name.
  ///   - parameters: What learns.
  /// - Returns: One share a term, in their order.
  /// - Throws: If a term is no number.
  public static func measure(
    _ terms: [(name: String, term: Tensor)], in parameters: [Tensor]
  ) throws(TensorError) -> [GradientShare] {
    var norms: [Double] = []
    for (_, term) in terms {
      let gradients = try term.gradients(withRespectTo: parameters, keepingGraph: true)
      norms.append(try TensorList.norm(of: gradients.compactMap { $0 }))
    }
    let sum = norms.reduce(0, +)
    var shares: [GradientShare] = []
    for ((name, term), norm) in zip(terms, norms) {
      shares.append(
        GradientShare(
          name: name, value: try term.number(), norm: norm, share: sum > 0 ? norm / sum : 0))
    }
    return shares
  }
}
