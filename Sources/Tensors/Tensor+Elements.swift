import CTorch

extension Tensor {
  /// All elements in row-major order, from whatever device.
  ///
  /// - Precondition: The tensor's type is that of the elements.
  /// - Throws: What the device did not do.
  public func elements<Element: TensorElement>(
    as type: Element.Type = Element.self
  ) throws(TensorError) -> [Element] {
    precondition(Element.dataType == dataType, "\(self) read as \(Element.dataType)")
    let count = count
    var status = CTORCH_OK
    let elements = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      withExtendedLifetime(handle) {
        status = ctorch_to_bytes(
          handle.pointer, buffer.baseAddress, count * MemoryLayout<Element>.stride)
      }
      initialized = status == CTORCH_OK ? count : 0
    }
    try check(status)
    return elements
  }

  /// All elements in row-major order as single-precision numbers.
  public func floats() throws(TensorError) -> [Float] {
    try converted(to: .float32).elements()
  }

  /// All elements in row-major order as double-precision numbers.
  public func doubles() throws(TensorError) -> [Double] {
    try converted(to: .float64).elements()
  }

  /// The only element.
  ///
  /// - Precondition: There is one.
  public func number() throws(TensorError) -> Double {
    precondition(count == 1, "\(self) is not a single number")
    return try doubles()[0]
  }

  /// Lends the elements of a row-major tensor on the CPU without copying them.
  ///
  /// - Parameters:
  ///   - type: The elements' type.
  ///   - body: Gets all elements; must not keep them.
  /// - Returns: What the body returns.
  /// - Throws: What the body throws.
  /// - Precondition: The tensor's type is that of the elements, it is contiguous and on the CPU.
  public func withElements<Element: TensorElement, Value, Failure: Error>(
    as type: Element.Type = Element.self,
    _ body: (Span<Element>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    precondition(Element.dataType == dataType, "\(self) lent as \(Element.dataType)")
    precondition(isContiguous && device == .cpu, "\(self) is not contiguous on the CPU")
    defer { withExtendedLifetime(handle) {} }
    var data: UnsafeMutableRawPointer?
    precondition(ctorch_data(handle.pointer, &data) == CTORCH_OK, "\(self) has no memory")
    let buffer = UnsafeBufferPointer(
      start: data?.assumingMemoryBound(to: Element.self), count: data == nil ? 0 : count)
    return try body(buffer.span)
  }
}
