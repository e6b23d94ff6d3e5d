/// How NumPy's files store an array's numbers or texts.
public enum NPYElement: Sendable, Equatable {
  /// Four-byte numbers.
  case float32
  /// Eight-byte numbers.
  case float64
  /// One-byte whole numbers.
  case int8
  /// Eight-byte whole numbers.
  case int64
  /// Texts of at most so many Unicode scalars, four bytes each, filled with zeros.
  case text(Int)

  /// The type as NumPy writes it, without the byte order.
  init?(_ type: some StringProtocol) {
    switch type {
    case "f4": self = .float32
    case "f8": self = .float64
    case "i1": self = .int8
    case "i8": self = .int64
    default:
      guard type.hasPrefix("U"), let width = Int(type.dropFirst()), width >= 0, width < 1 << 40
      else { return nil }
      self = .text(width)
    }
  }

  /// The type as NumPy writes it, least significant byte first.
  var descriptor: String {
    switch self {
    case .float32: "<f4"
    case .float64: "<f8"
    case .int8: "|i1"
    case .int64: "<i8"
    case .text(let width): "<U\(width)"
    }
  }

  /// Bytes of one number or text.
  var byteCount: Int {
    switch self {
    case .int8: 1
    case .float32: 4
    case .float64, .int64: 8
    case .text(let width): 4 * width
    }
  }
}
