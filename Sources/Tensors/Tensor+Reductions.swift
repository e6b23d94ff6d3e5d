import CTorch

/// Reductions over listed dimensions, or over all of them if the list is empty.
extension Tensor {
  /// Sum.
  public func sum(_ dimensions: Int..., keeping: Bool = false) throws(TensorError) -> Tensor {
    try reduced(CTORCH_SUM, dimensions, keeping)
  }
  /// Mean.
  public func mean(_ dimensions: Int..., keeping: Bool = false) throws(TensorError) -> Tensor {
    try reduced(CTORCH_MEAN, dimensions, keeping)
  }
  /// Mean of squared distances from the mean.
  public func variance(_ dimensions: Int..., keeping: Bool = false) throws(TensorError) -> Tensor {
    try reduced(CTORCH_VARIANCE, dimensions, keeping)
  }
  /// Largest element.
  public func largest(_ dimensions: Int..., keeping: Bool = false) throws(TensorError) -> Tensor {
    try reduced(CTORCH_LARGEST, dimensions, keeping)
  }
  /// Smallest element.
  public func smallest(_ dimensions: Int..., keeping: Bool = false) throws(TensorError) -> Tensor {
    try reduced(CTORCH_SMALLEST, dimensions, keeping)
  }
  /// log Σ exp, without overflow.
  public func logSumExp(_ dimensions: Int..., keeping: Bool = false) throws(TensorError) -> Tensor {
    try reduced(CTORCH_LOG_SUM_EXP, dimensions, keeping)
  }
  /// Whether all elements hold.
  public func all() throws(TensorError) -> Bool {
    try reduced(CTORCH_ALL, [], false).number() != 0
  }
  /// Whether any element holds.
  public func any() throws(TensorError) -> Bool {
    try reduced(CTORCH_ANY, [], false).number() != 0
  }

  func reduced(
    _ operation: ctorch_reduction, _ dimensions: [Int], _ keeping: Bool
  ) throws(TensorError) -> Tensor {
    try map { pointer, out in
      lend(dimensions) { ctorch_reduce(operation, pointer, $0, keeping, out) }
    }
  }
}

/// Functions along one dimension.
extension Tensor {
  /// exp(x) over its sum.
  public func softmax(along dimension: Int) throws(TensorError) -> Tensor {
    try along(CTORCH_SOFTMAX, dimension)
  }
  /// Logarithm of the softmax.
  public func logSoftmax(along dimension: Int) throws(TensorError) -> Tensor {
    try along(CTORCH_LOG_SOFTMAX, dimension)
  }
  /// Sums of all elements up to each.
  public func cumulativeSum(along dimension: Int) throws(TensorError) -> Tensor {
    try along(CTORCH_CUMULATIVE_SUM, dimension)
  }
  /// Index of the largest element, int64; removes the dimension.
  public func indexOfLargest(along dimension: Int) throws(TensorError) -> Tensor {
    try along(CTORCH_ARG_LARGEST, dimension)
  }
  /// Indices that sort ascending, equal elements in their order, int64.
  public func sortingOrder(along dimension: Int) throws(TensorError) -> Tensor {
    try along(CTORCH_ARG_SORT, dimension)
  }
  /// The elements backwards.
  public func reversed(along dimension: Int) throws(TensorError) -> Tensor {
    try along(CTORCH_FLIP, dimension)
  }

  func along(
    _ operation: ctorch_along_operation, _ dimension: Int
  ) throws(TensorError) -> Tensor {
    try map { ctorch_along(operation, $0, Int64(dimension), $1) }
  }
}
