import CTorch

/// An array of numbers of any shape, on a device, that can record how it was made for gradients.
///
/// Row-major; the last dimension is the fastest. Negative dimensions count from the end. Copies of the
/// value and views of it share the elements; operations make new tensors, and only the functions that
/// say so (`copy(from:)`, `fill`, optimisers) change one in place. The elements are freed with the last
/// tensor that shares them. Like libtorch's own, a tensor may be read by many threads at a time, or be
/// changed by one.
public struct Tensor: Sendable {
  let handle: Handle

  /// Owner of one handle of the C header.
  final class Handle: @unchecked Sendable {
    // Owned; freed once in `deinit`. Not changed, so threads may share it as they may libtorch's.
    let pointer: OpaquePointer
    init(owning pointer: OpaquePointer) { self.pointer = pointer }
    deinit { ctorch_free(pointer) }
  }

  /// Takes over a handle.
  init(owning pointer: OpaquePointer) { handle = Handle(owning: pointer) }

  /// Sizes of all dimensions; a single number has none.
  public var shape: [Int] {
    withExtendedLifetime(handle) {
      let sizes = ctorch_shape(handle.pointer)
      return UnsafeBufferPointer(start: sizes.values, count: Int(sizes.count)).map(Int.init)
    }
  }

  /// Number of dimensions.
  public var rank: Int {
    withExtendedLifetime(handle) { Int(ctorch_shape(handle.pointer).count) }
  }

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// The size of one dimension.
  ///
  /// - Precondition: The tensor has such a dimension.
  public func size(_ dimension: Int) -> Int {
    let shape = shape
    let index = dimension < 0 ? shape.count + dimension : dimension
    precondition(shape.indices.contains(index), "dimension \(dimension) of shape \(shape)")
    return shape[index]
  }

  /// Type of the elements.
  public var dataType: DataType {
    withExtendedLifetime(handle) { DataType(ctorch_options_of(handle.pointer).type) }
  }

  /// Where the elements lie.
  public var device: Device {
    withExtendedLifetime(handle) { Device(code: ctorch_options_of(handle.pointer).device) }
  }

  /// Whether rows follow each other without gaps.
  public var isContiguous: Bool {
    withExtendedLifetime(handle) { ctorch_is_contiguous(handle.pointer) }
  }

  /// Whether two tensors share their elements.
  public func sharesStorage(with other: Tensor) -> Bool {
    withExtendedLifetime((handle, other.handle)) {
      ctorch_shares_storage(handle.pointer, other.handle.pointer)
    }
  }
}

extension Tensor: CustomStringConvertible {
  /// Type, shape and device, such as `float32 [2, 3] on cpu`.
  public var description: String { "\(dataType) \(shape) on \(device)" }
}

extension Tensor {
  /// Runs a call with this tensor that makes a tensor.
  func map(
    _ call: (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> ctorch_status
  ) throws(TensorError) -> Tensor {
    // A closure with the handle keeps it alive through the call.
    let handle = handle
    defer { withExtendedLifetime(handle) {} }
    return try make { call(handle.pointer, $0) }
  }

  /// Runs a call with two tensors that makes a tensor.
  func map(
    with other: Tensor,
    _ call: (OpaquePointer, OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> ctorch_status
  ) throws(TensorError) -> Tensor {
    let (a, b) = (handle, other.handle)
    defer { withExtendedLifetime((a, b)) {} }
    return try make { call(a.pointer, b.pointer, $0) }
  }

  /// Runs a call for its effect.
  func apply(_ call: (OpaquePointer) -> ctorch_status) throws(TensorError) {
    let handle = handle
    defer { withExtendedLifetime(handle) {} }
    try check(call(handle.pointer))
  }
}
