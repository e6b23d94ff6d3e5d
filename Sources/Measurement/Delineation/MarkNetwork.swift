internal import LinearAlgebra

/// A small convolutional network that says how much speaks for a mark at each place.
///
/// Two layers of 16 units with x / (1 + |x|), the second seeing the first at its own place and at 4 and
/// 10 places on either side; three scores a place. Trained by `Training/train_marks.py`.
struct MarkNetwork: Sendable {
  /// Places to either side at which the second layer sees the first, in the order of its weights.
  static let neighbours = [0, -4, 4, -10, 10]
  /// Units in each layer.
  static let units = 16

  // Rows for inputs and columns for units.
  private let first: Matrix
  private let second: Matrix
  private let third: Matrix
  private let firstBias: [Double]
  private let secondBias: [Double]
  private let thirdBias: [Double]
  /// Power of the number of leads by which the sum of their scores is divided, by mark.
  let sharing: [Double]

  /// Scores of onset, peak and offset at each place.
  ///
  /// - Parameter inputs: `[place][input]`.
  /// - Returns: Scores and a 0, by place.
  func scores(_ inputs: [Double]) -> [SIMD4<Float>] {
    let units = Self.units
    let places = inputs.count / first.rows
    let seen = Matrix(rows: places, columns: first.rows, elements: inputs)
    let hidden = Self.bounded((seen * first).elements, firstBias)
    // [place][unit] -> [place][neighbour][unit], zeros beyond the ends.
    let nothing = [Double](repeating: 0, count: units)
    var around: [Double] = []
    around.reserveCapacity(places * second.rows)
    for place in 0..<places {
      for distance in Self.neighbours {
        let other = place + distance
        if other >= 0, other < places {
          around += hidden[other * units..<(other + 1) * units]
        } else {
          around += nothing
        }
      }
    }
    let wide = Matrix(rows: places, columns: second.rows, elements: around) * second
    let last = Self.bounded(wide.elements, secondBias)
    let scores = (Matrix(rows: places, columns: units, elements: last) * third).elements
    return (0..<places).map { place in
      SIMD4(
        Float(scores[3 * place] + thirdBias[0]), Float(scores[3 * place + 1] + thirdBias[1]),
        Float(scores[3 * place + 2] + thirdBias[2]), 0)
    }
  }

  /// x / (1 + |x|) of the sums and their biases, `[place][unit]`.
  private static func bounded(_ sums: [Double], _ bias: [Double]) -> [Double] {
    var values = sums
    var unit = 0
    for i in values.indices {
      let x = values[i] + bias[unit]
      values[i] = x / (1 + abs(x))
      unit = unit + 1 == bias.count ? 0 : unit + 1
    }
    return values
  }
}

extension MarkNetwork {
  /// Weights as the file holds them, rows for inputs and columns for units.
  struct Weights: Decodable {
    let W1, W2, W3: [[Double]]
    let b1, b2, b3, sharing: [Double]
  }

  /// Arranges weights; traps on wrong sizes, which only a broken file can have.
  init(_ weights: Weights, inputs: Int) {
    let units = Self.units
    precondition(
      weights.W1.count == inputs && weights.W2.count == units * Self.neighbours.count
        && weights.W3.count == units && (weights.W1 + weights.W2).allSatisfy { $0.count == units }
        && weights.W3.allSatisfy { $0.count == 3 } && weights.b3.count == 3
        && [weights.b1, weights.b2].allSatisfy { $0.count == units } && weights.sharing.count == 3,
      "weights of \(weights.W1.count), \(weights.W2.count), \(weights.W3.count) rows for \(inputs) inputs"
    )
    first = Matrix(weights.W1)
    firstBias = weights.b1
    second = Matrix(weights.W2)
    secondBias = weights.b2
    third = Matrix(weights.W3)
    thirdBias = weights.b3
    sharing = weights.sharing
  }
}
