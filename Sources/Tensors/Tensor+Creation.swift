import CTorch

extension Tensor {
  /// A tensor with the elements of an array, copied.
  ///
  /// - Parameters:
  ///   - values: The elements in row-major order.
  ///   - shape: Sizes; one dimension with all elements if `nil`.
  ///   - device: Where to put them.
  /// - Precondition: The shape has as many elements as the array.
  /// - Throws: `TensorError.Code.outOfMemory`.
  public init<Element: TensorElement>(
    _ values: [Element], shape: [Int]? = nil, on device: Device = .cpu
  ) throws(TensorError) {
    self = try values.withUnsafeBytes { bytes -> Result<Tensor, TensorError> in
      Result { () throws(TensorError) in
        try Tensor(
          bytes: bytes, shape: shape ?? [values.count], dataType: Element.dataType, on: device)
      }
    }.get()
  }

  /// A single number.
  public init(
    _ value: Double, dataType: DataType = .float32, on device: Device = .cpu
  ) throws(TensorError) {
    self = try .full(value, shape: [], dataType: dataType, on: device)
  }

  /// A tensor with elements copied from memory.
  init(
    bytes: UnsafeRawBufferPointer, shape: [Int], dataType: DataType, on device: Device
  ) throws(TensorError) {
    Tensor.checkShape(shape)
    precondition(
      shape.reduce(1, *) * dataType.size == bytes.count,
      "\(bytes.count / dataType.size) elements do not fill shape \(shape)")
    let options = ctorch_options(type: dataType.code, device: device.code)
    self = try make { out in
      lend(shape) { ctorch_from_bytes(bytes.baseAddress, bytes.count, $0, options, out) }
    }
  }

  /// A tensor in memory that another object owns, on the CPU and without a copy.
  ///
  /// The owner is kept until nothing shares the elements any more.
  init(
    adopting data: UnsafeMutableRawPointer, owner: AnyObject, shape: [Int], dataType: DataType
  ) throws(TensorError) {
    let context = Unmanaged.passRetained(owner)
    self = try make { out in
      lend(shape) {
        ctorch_adopt(
          data, $0, dataType.code, { $0.map { Unmanaged<AnyObject>.fromOpaque($0).release() } },
          context.toOpaque(), out)
      }
    }
  }

  /// All elements equal.
  ///
  /// - Precondition: No size is negative.
  public static func full(
    _ value: Double, shape: [Int], dataType: DataType = .float32, on device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    checkShape(shape)
    let options = ctorch_options(type: dataType.code, device: device.code)
    return try make { out in lend(shape) { ctorch_full($0, value, options, out) } }
  }

  /// All elements 0.
  public static func zeros(
    _ shape: [Int], dataType: DataType = .float32, on device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try full(0, shape: shape, dataType: dataType, on: device)
  }

  /// All elements 1.
  public static func ones(
    _ shape: [Int], dataType: DataType = .float32, on device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    try full(1, shape: shape, dataType: dataType, on: device)
  }

  /// start, start + step, … as long as they lie before the end.
  ///
  /// - Precondition: The step is not 0.
  public static func range(
    from start: Double = 0, to end: Double, by step: Double = 1, dataType: DataType = .float32,
    on device: Device = .cpu
  ) throws(TensorError) -> Tensor {
    precondition(step != 0, "a range from \(start) to \(end) with step 0")
    let options = ctorch_options(type: dataType.code, device: device.code)
    return try make { ctorch_range(start, end, step, options, $0) }
  }

  /// All elements 0, with another's shape, type and device.
  public func zerosLike() throws(TensorError) -> Tensor {
    try .zeros(shape, dataType: dataType, on: device)
  }

  /// The same elements as another type.
  ///
  /// A float becomes an integer by cutting, a number becomes a truth value by comparison with 0.
  public func converted(to dataType: DataType) throws(TensorError) -> Tensor {
    try converted(to: dataType, on: device)
  }

  /// The same elements on another device; the same tensor if they are there already.
  public func moved(to device: Device) throws(TensorError) -> Tensor {
    try converted(to: dataType, on: device)
  }

  /// The same elements as another type and on another device.
  public func converted(to dataType: DataType, on device: Device) throws(TensorError) -> Tensor {
    let options = ctorch_options(type: dataType.code, device: device.code)
    return try map { ctorch_to($0, options, $1) }
  }

  /// A tensor with its own copy of the elements.
  public func copy() throws(TensorError) -> Tensor { try map { ctorch_clone($0, $1) } }

  static func checkShape(_ shape: [Int]) {
    precondition(shape.allSatisfy { $0 >= 0 }, "shape \(shape) has a negative size")
  }
}
