import CTorch

extension Tensor {
  /// Whether operations on this tensor are recorded for gradients.
  public var requiresGradient: Bool {
    withExtendedLifetime(handle) { ctorch_requires_gradient(handle.pointer) }
  }

  /// Asks for gradients of a tensor that no recorded operation made, in place.
  ///
  /// - Returns: The same tensor.
  /// - Throws: If the type has no gradients, or an operation made it.
  @discardableResult
  public func requiringGradient(_ required: Bool = true) throws(TensorError) -> Tensor {
    try apply { ctorch_set_requires_gradient($0, required) }
    return self
  }

  /// The same elements without the record of how they were made.
  public func detached() throws(TensorError) -> Tensor { try map { ctorch_detach($0, $1) } }

  /// Adds the gradient of this number to the `gradient` of every tensor that asks for one.
  ///
  /// - Parameter keepingGraph: Whether the record stays for another pass.
  /// - Throws: If this is not a single number, nothing asked for gradients, or the record is gone.
  public func backward(keepingGraph: Bool = false) throws(TensorError) {
    try apply { ctorch_backward($0, keepingGraph) }
  }

  /// What `backward` has added up, if anything; shares its elements with later passes.
  public var gradient: Tensor? {
    var pointer: OpaquePointer?
    let status = withExtendedLifetime(handle) { ctorch_gradient(handle.pointer, &pointer) }
    precondition(status == CTORCH_OK, String(cString: ctorch_error_message()))
    return pointer.map { Tensor(owning: $0) }
  }

  /// Replaces what `backward` has added up; `nil` removes it.
  public func setGradient(_ gradient: Tensor?) throws(TensorError) {
    try apply { pointer in gradient.lent { ctorch_set_gradient(pointer, $0) } }
  }

  /// Gradients of this tensor's sum, or weighted sum, with respect to others.
  ///
  /// - Parameters:
  ///   - inputs: Tensors that ask for gradients, or were made from such.
  ///   - weight: Of this tensor's shape; ones if `nil` and this is a single number.
  ///   - keepingGraph: Whether the record stays for another pass.
  ///   - recording: Whether the gradients can be differentiated again.
  /// - Returns: For each input its gradient, `nil` where this does not depend on it.
  /// - Throws: If nothing was recorded, or the record is gone.
  public func gradients(
    withRespectTo inputs: [Tensor], weight: Tensor? = nil, keepingGraph: Bool = false,
    recording: Bool = false
  ) throws(TensorError) -> [Tensor?] {
    var pointers = [OpaquePointer?](repeating: nil, count: inputs.count)
    try apply { output in
      weight.lent { weight in
        lend(inputs) {
          ctorch_gradients(
            output, weight, $0, Int64(inputs.count), keepingGraph || recording, recording,
            &pointers)
        }
      }
    }
    return pointers.map { $0.map { Tensor(owning: $0) } }
  }
}

/// Runs a body without recording operations for gradients.
///
/// The record is off for this thread only, and on again when the body ends, also by an error.
public func withoutGradients<Value, Failure: Error>(
  _ body: () throws(Failure) -> Value
) throws(Failure) -> Value {
  let before = ctorch_set_gradient_mode(false)
  defer { _ = ctorch_set_gradient_mode(before) }
  return try body()
}

/// What changes a tensor in place, without a record.
extension Tensor {
  /// Replaces all elements by those of a tensor of the same shape, from whatever type and device.
  public func copy(from source: Tensor) throws(TensorError) {
    defer { withExtendedLifetime(source.handle) {} }
    try apply { ctorch_copy_($0, source.handle.pointer) }
  }
  /// Sets all elements to one value.
  public func fill(_ value: Double) throws(TensorError) {
    try apply { ctorch_fill_($0, value) }
  }
  /// self ← a · self + b · source.
  public func combine(
    _ a: Double, adding b: Double, times source: Tensor
  ) throws(TensorError) {
    defer { withExtendedLifetime(source.handle) {} }
    try apply { ctorch_combine_($0, a, source.handle.pointer, b) }
  }
}
