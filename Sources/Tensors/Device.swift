import CTorch

/// Where a tensor's elements lie and its operations run.
public enum Device: Equatable, Sendable {
  /// The machine's processors.
  case cpu
  /// A CUDA device, counted from 0.
  case cuda(Int)

  /// The first CUDA device if there is one, else the processors.
  public static func automatic() -> Device { cudaCount > 0 ? .cuda(0) : .cpu }

  /// How many CUDA devices can be used; 0 where there is no driver or libtorch has no CUDA.
  public static var cudaCount: Int { Int(ctorch_cuda_devices()) }

  /// A device by its name on the command line: `auto`, `cpu`, `cuda` or `cuda:N`.
  ///
  /// - Throws: `TensorError.Code.noDevice` if the name is none of these or the device is absent.
  public init(named name: String) throws(TensorError) {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    let index = parts.count == 1 ? 0 : Int(parts[1]) ?? -1
    switch (parts.first, parts.count) {
    case ("auto", 1): self = .automatic()
    case ("cpu", 1): self = .cpu
    case ("cuda", 1...2) where index >= 0:
      let count = Device.cudaCount
      guard index < count else {
        throw TensorError(
          .noDevice, "device '\(name)' is absent: \(count) CUDA devices can be used; try 'auto'")
      }
      self = .cuda(index)
    default:
      throw TensorError(.noDevice, "'\(name)' is no device; try auto, cpu, cuda or cuda:1")
    }
  }

  /// Waits until the device has done all that was asked of it; nothing to do on processors.
  public func synchronize() throws(TensorError) { try check(ctorch_synchronize(code)) }

  /// The number in the C header.
  var code: Int32 {
    switch self {
    case .cpu: -1
    case .cuda(let index): Int32(index)
    }
  }

  /// From the number in the C header.
  init(code: Int32) { self = code < 0 ? .cpu : .cuda(Int(code)) }
}

extension Device: CustomStringConvertible {
  /// The name on the command line.
  public var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    }
  }
}
