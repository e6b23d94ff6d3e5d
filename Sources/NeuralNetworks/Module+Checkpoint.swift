public import Tensors

extension Module {
  /// Copies tensors from a file.
  ///
  /// - Parameters:
  ///   - file: Holds a tensor of the same shape for each of the module's, and no others below `prefix`.
  ///   - prefix: What stands before the module's names in the file, such as `unet.`.
  /// - Throws: `TensorError.Code.mismatch` naming the tensors that are missing, unexpected, or of another
  ///   shape; `malformedFile` if an element is not finite. Nothing is copied then.
  public func load(from file: SafetensorsFile, prefix: String = "") throws(TensorError) {
    let wanted = namedTensors
    var problems: [String] = []
    let names = Set(wanted.map { prefix + $0.name })
    for entry in file.header.entries
    where entry.name.hasPrefix(prefix) && !names.contains(entry.name) {
      problems.append("unexpected '\(entry.name)' \(entry.shape)")
    }
    for (name, tensor) in wanted {
      if let entry = file[prefix + name] {
        if entry.shape != tensor.shape {
          problems.append("'\(entry.name)' is \(entry.shape), not \(tensor.shape)")
        }
      } else {
        problems.append("missing '\(prefix + name)' \(tensor.shape)")
      }
    }
    guard problems.isEmpty else {
      let more = problems.count > 5 ? "; and \(problems.count - 5) more" : ""
      throw TensorError(
        .mismatch,
        "\(file.path) is not of this network: \(problems.prefix(5).joined(separator: "; "))\(more)")
    }
    var tensors: [Tensor] = []
    for (name, tensor) in wanted {
      let stored = try file.tensor(prefix + name)
      guard stored.dataType.isFloatingPoint == tensor.dataType.isFloatingPoint else {
        throw TensorError(
          .mismatch, "\(file.path): '\(prefix + name)' is \(stored), not \(tensor.dataType)")
      }
      guard try stored.isFinite().all() else {
        throw TensorError(.malformedFile, "\(file.path): '\(prefix + name)' is not finite")
      }
      tensors.append(stored)
    }
    for (stored, (_, tensor)) in zip(tensors, wanted) { try tensor.copy(from: stored) }
  }

  /// The module's tensors as a file holds them.
  ///
  /// - Parameter prefix: What to put before the names.
  /// - Returns: Names and tensors for `SafetensorsFile.write`.
  public func checkpoint(prefix: String = "") -> [(name: String, tensor: Tensor)] {
    namedTensors.map { (prefix + $0.name, $0.tensor) }
  }
}
