extension SafetensorsFile {
  /// Writes tensors to a file, whole or not at all.
  ///
  /// The elements begin at a multiple of 8 bytes, wide types first, so that they can be used where they
  /// are mapped; tensors of one width keep their order.
  ///
  /// - Parameters:
  ///   - tensors: Names and tensors, from whatever device and layout.
  ///   - metadata: Free text by key.
  ///   - path: A file that exists is replaced when all is on the disk.
  /// - Precondition: No name stands twice or is `__metadata__`.
  /// - Throws: `cannotWrite` with the system's reason; the old file is then as it was.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:],
    to path: String
  ) throws(TensorError) {
    var names: Set = ["__metadata__"]
    for (name, _) in tensors { precondition(names.insert(name).inserted, "'\(name)' twice") }
    // A stable sort, by hand: the library's promises none.
    let widths = [8, 4, 1]
    let ordered = widths.flatMap { width in tensors.filter { $0.tensor.dataType.size == width } }
    let header = headerBytes(ordered, metadata)
    let file = try AtomicFile(path: path)
    try file.write(header)
    for (_, tensor) in ordered {
      let row = try tensor.detached().moved(to: .cpu).contiguous()
      switch row.dataType {
      case .float32: try write(row, as: Float.self, to: file)
      case .float64: try write(row, as: Double.self, to: file)
      case .int64: try write(row, as: Int64.self, to: file)
      case .bool: try write(row, as: Bool.self, to: file)
      }
    }
    try file.commit()
  }

  private static func write<Element: TensorElement>(
    _ tensor: Tensor, as type: Element.Type, to file: borrowing AtomicFile
  ) throws(TensorError) {
    // A borrow cannot pass through the closure's typed throw; the descriptor can.
    let (descriptor, path) = (file.descriptor, file.path)
    try tensor.withElements(as: type) { span throws(TensorError) in
      try span.withUnsafeBufferPointer { buffer throws(TensorError) in
        try AtomicFile.write(UnsafeRawBufferPointer(buffer), to: descriptor, of: path)
      }
    }
  }

  private static func headerBytes(
    _ tensors: [(name: String, tensor: Tensor)], _ metadata: [String: String]
  ) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        quoted($0.key) + ":" + quoted($0.value)
      }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for (name, tensor) in tensors {
      let (shape, type) = (tensor.shape, tensor.dataType)
      let end = offset + shape.reduce(1, *) * type.size
      let sizes = shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(name)):{\"dtype\":\"\(typeName(type))\",\"shape\":[\(sizes)],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    while !text.count.isMultiple(of: 8) { text.append(UInt8(ascii: " ")) }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian, Array.init) + text
  }

  private static func typeName(_ type: DataType) -> String {
    switch type {
    case .float32: "F32"
    case .float64: "F64"
    case .int64: "I64"
    case .bool: "BOOL"
    }
  }

  /// A JSON string.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case ..<" ":
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
