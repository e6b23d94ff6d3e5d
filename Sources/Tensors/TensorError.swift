/// What an operation on tensors or a file of tensors could not do.
///
/// Operations throw what libtorch refuses, shapes that do not fit included, so that a training run can
/// end with one line and its state saved. What Swift alone can see at a call (a count that does not
/// fill a shape, a tensor read as another type) is the caller's mistake and a precondition.
public struct TensorError: Error, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Code: Sendable, Equatable {
    /// Shapes, types, indices or devices do not fit the operation, or it failed at them.
    case refused
    /// The machine or the device has no memory left.
    case outOfMemory
    /// A failure of no known kind inside libtorch.
    case failed
    /// A device that is not there.
    case noDevice
    /// A file that cannot be read.
    case cannotRead
    /// A file that cannot be written.
    case cannotWrite
    /// A file that is not what it should be.
    case malformedFile
    /// Tensors of a file that are not those of the network.
    case mismatch
  }

  /// What went wrong.
  public let code: Code
  /// What happened, to which types and shapes, and what to try.
  public let description: String
  /// What the operating system or a callback said, if anything.
  public let underlying: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ description: String, underlying: (any Error)? = nil) {
    self.code = code
    self.description = description
    self.underlying = underlying
  }
}
