/// The type of a tensor's elements.
public enum DataType: String, Sendable, CaseIterable, Codable {
  /// IEEE single precision.
  case float32
  /// IEEE double precision.
  case float64
  /// Signed integers of 64 bits.
  case int64
  /// Truth values, one byte each.
  case bool

  /// Bytes of one element.
  public var size: Int {
    switch self {
    case .float32: 4
    case .float64, .int64: 8
    case .bool: 1
    }
  }

  /// Whether elements can have gradients.
  public var isFloatingPoint: Bool { self == .float32 || self == .float64 }
}

/// A number that a tensor can hold.
public protocol TensorElement: Sendable, BitwiseCopyable {
  /// The type of tensors of such numbers.
  static var dataType: DataType { get }
}

extension Float: TensorElement {
  /// Single precision.
  public static var dataType: DataType { .float32 }
}

extension Double: TensorElement {
  /// Double precision.
  public static var dataType: DataType { .float64 }
}

extension Int64: TensorElement {
  /// Integers.
  public static var dataType: DataType { .int64 }
}

extension Bool: TensorElement {
  /// Truth values.
  public static var dataType: DataType { .bool }
}
