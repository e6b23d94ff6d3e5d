import Glibc

/// A safetensors file, mapped into memory: tensors are read when they are asked for.
///
/// Elements are not copied on the way to a tensor on the CPU: it lies in the mapping, privately, so
/// that changing it does not change the file, and keeps the mapping alive. A writer that replaces the
/// file as `write` does leaves the mapping as it was; one that cuts the file short in place ends the
/// process at the next touch, as with any mapping.
public struct SafetensorsFile: Sendable {
  /// Path as it was given.
  public let path: String
  /// Names, types and shapes.
  public let header: SafetensorsHeader
  private let mapping: Mapping
  private let places: [String: Int]

  /// Maps a file and reads its header.
  ///
  /// - Throws: `cannotRead` with the system's reason, `malformedFile` saying where and what.
  public init(path: String) throws(TensorError) {
    let mapping = try Mapping(path: path)
    do throws(TensorError) {
      header = try SafetensorsHeader(fileSize: mapping.bytes.count) { range in
        Array(mapping.bytes[range])
      }
    } catch {
      throw TensorError(error.code, "\(path): \(error.description)")
    }
    self.path = path
    self.mapping = mapping
    places = Dictionary(
      uniqueKeysWithValues: header.entries.enumerated().map { ($1.name, $0) })
  }

  /// What the file says of a tensor, if it holds it.
  public subscript(name: String) -> SafetensorsHeader.Entry? {
    places[name].map { header.entries[$0] }
  }

  /// A tensor of the file.
  ///
  /// - Throws: `mismatch` if the file has no such tensor or its type is none of `DataType`;
  ///   `malformedFile` for truth values other than 0 and 1.
  public func tensor(_ name: String, on device: Device = .cpu) throws(TensorError) -> Tensor {
    guard let entry = self[name] else {
      throw TensorError(.mismatch, "\(path) holds no tensor '\(name)'")
    }
    guard let type = entry.dataType else {
      throw TensorError(
        .mismatch,
        "\(path): '\(name)' is of type \(entry.typeName); convert it to one of "
          + SafetensorsHeader.dataTypes.keys.sorted().joined(separator: ", "))
    }
    let bytes = UnsafeRawBufferPointer(rebasing: mapping.bytes[entry.bytes])
    if type == .bool, let wrong = bytes.first(where: { $0 > 1 }) {
      throw TensorError(.malformedFile, "\(path): '\(name)' has a truth value of \(wrong)")
    }
    guard let address = bytes.baseAddress, Int(bitPattern: address).isMultiple(of: type.size),
      device == .cpu, !bytes.isEmpty
    else {
      return try Tensor(bytes: bytes, shape: entry.shape, dataType: type, on: device)
    }
    return try Tensor(
      adopting: UnsafeMutableRawPointer(mutating: address), owner: mapping, shape: entry.shape,
      dataType: type)
  }

  /// A file's bytes, mapped privately; unmapped with the last tensor that lies in them.
  private final class Mapping: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer

    init(path: String) throws(TensorError) {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw AtomicFile.error(.cannotRead, path) }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw AtomicFile.error(.cannotRead, path) }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw TensorError(.cannotRead, "\(path) is not a file")
      }
      guard status.st_size > 0 else {
        bytes = UnsafeRawBufferPointer(start: nil, count: 0)
        return
      }
      let size = Int(status.st_size)
      let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, 0)
      guard let start, start != MAP_FAILED else { throw AtomicFile.error(.cannotRead, path) }
      bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit {
      if let start = bytes.baseAddress {
        munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
      }
    }
  }
}
