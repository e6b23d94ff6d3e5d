import CTorch

/// Other shapes of the same elements; views where the layout allows.
extension Tensor {
  /// The same elements in row-major order under another shape; one size may be −1, to be computed.
  public func reshaped(_ shape: Int...) throws(TensorError) -> Tensor {
    try reshaped(to: shape)
  }
  /// The same elements in row-major order under another shape; one size may be −1, to be computed.
  public func reshaped(to shape: [Int]) throws(TensorError) -> Tensor {
    try map { pointer, out in lend(shape) { ctorch_reshape(pointer, $0, out) } }
  }
  /// Repeats dimensions of size 1 without copying; −1 keeps a size.
  public func expanded(to shape: [Int]) throws(TensorError) -> Tensor {
    try map { pointer, out in lend(shape) { ctorch_expand(pointer, $0, out) } }
  }
  /// Dimensions in another order: result dimension i is `order[i]` here.
  public func permuted(_ order: Int...) throws(TensorError) -> Tensor {
    try map { pointer, out in lend(order) { ctorch_permute(pointer, $0, out) } }
  }
  /// Two dimensions exchanged.
  public func transposed(_ first: Int = -2, _ second: Int = -1) throws(TensorError) -> Tensor {
    try map { ctorch_transpose($0, Int64(first), Int64(second), $1) }
  }
  /// A new dimension of size 1.
  public func unsqueezed(_ dimension: Int) throws(TensorError) -> Tensor {
    try map { ctorch_unsqueeze($0, Int64(dimension), $1) }
  }
  /// Without a dimension of size 1.
  public func squeezed(_ dimension: Int) throws(TensorError) -> Tensor {
    try map { ctorch_squeeze($0, Int64(dimension), $1) }
  }
  /// A copy in row-major order, or itself if it is so already.
  public func contiguous() throws(TensorError) -> Tensor {
    try map { ctorch_contiguous($0, $1) }
  }
}

/// Parts and their union.
extension Tensor {
  /// The part of a dimension from `range.lowerBound`; a view.
  ///
  /// - Precondition: The range lies within the dimension and the step is positive.
  public func slice(
    _ dimension: Int, _ range: Range<Int>, by step: Int = 1
  ) throws(TensorError) -> Tensor {
    let size = size(dimension)
    precondition(
      range.lowerBound >= 0 && range.upperBound <= size && step > 0,
      "slice \(range) by \(step) of dimension \(dimension) of \(self)")
    return try map {
      ctorch_slice(
        $0, Int64(dimension), Int64(range.lowerBound), Int64(range.upperBound), Int64(step), $1)
    }
  }
  /// One place of a dimension, which is removed; a view, and a negative index counts from the end.
  public func select(_ dimension: Int, at index: Int) throws(TensorError) -> Tensor {
    try map { ctorch_select($0, Int64(dimension), Int64(index), $1) }
  }
  /// The places of a dimension that a one-dimensional int64 tensor lists.
  public func select(_ dimension: Int, at indices: Tensor) throws(TensorError) -> Tensor {
    try map(with: indices) { ctorch_index_select($0, Int64(dimension), $1, $2) }
  }
  /// Elements by index along one dimension: result[i][j] = self[indices[i][j]][j] for dimension 0.
  public func gathered(_ dimension: Int, at indices: Tensor) throws(TensorError) -> Tensor {
    try map(with: indices) { ctorch_gather($0, Int64(dimension), $1, $2) }
  }
  /// Windows of `size` elements every `step`, as a new last dimension; a view.
  public func windows(
    _ dimension: Int, size: Int, every step: Int = 1
  ) throws(TensorError) -> Tensor {
    try map { ctorch_unfold($0, Int64(dimension), Int64(size), Int64(step), $1) }
  }
  /// A dimension cut into equal parts; views.
  ///
  /// - Precondition: The size of the dimension is a multiple of the number of parts.
  public func split(_ dimension: Int, into parts: Int) throws(TensorError) -> [Tensor] {
    let size = size(dimension)
    precondition(
      parts > 0 && size.isMultiple(of: parts), "dimension \(dimension) of \(self) in \(parts)")
    var views: [Tensor] = []
    for part in 0..<parts {
      let width = size / parts
      views.append(try slice(dimension, part * width..<(part + 1) * width))
    }
    return views
  }
  /// Tensors one after another along a dimension.
  public static func concatenation(
    of tensors: [Tensor], along dimension: Int
  ) throws(TensorError) -> Tensor {
    precondition(!tensors.isEmpty, "a concatenation of no tensors")
    return try make { out in
      lend(tensors) { ctorch_cat($0, Int64(tensors.count), Int64(dimension), out) }
    }
  }
  /// Tensors of one shape side by side along a new dimension.
  public static func stack(
    of tensors: [Tensor], along dimension: Int = 0
  ) throws(TensorError) -> Tensor {
    precondition(!tensors.isEmpty, "a stack of no tensors")
    return try make { out in
      lend(tensors) { ctorch_stack($0, Int64(tensors.count), Int64(dimension), out) }
    }
  }

  /// How padding continues a signal.
  public enum Padding: Sendable {
    /// With one value.
    case constant(Double)
    /// By its mirror image, without repeating the end.
    case reflection
    /// By its last value.
    case replication
  }
  /// The last dimension lengthened on both sides.
  public func padded(
    left: Int, right: Int, _ padding: Padding = .constant(0)
  ) throws(TensorError) -> Tensor {
    let (mode, value) =
      switch padding {
      case .constant(let value): (CTORCH_PAD_CONSTANT, value)
      case .reflection: (CTORCH_PAD_REFLECT, 0.0)
      case .replication: (CTORCH_PAD_REPLICATE, 0.0)
      }
    return try map { ctorch_pad($0, mode, Int64(left), Int64(right), value, $1) }
  }
}
