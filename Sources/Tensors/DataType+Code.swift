import CTorch

extension DataType {
  /// The name in the C header.
  var code: ctorch_type {
    switch self {
    case .float32: CTORCH_FLOAT32
    case .float64: CTORCH_FLOAT64
    case .int64: CTORCH_INT64
    case .bool: CTORCH_BOOL
    }
  }

  /// From the name in the C header; this package makes no tensor of another type.
  init(_ code: ctorch_type) {
    switch code {
    case CTORCH_FLOAT32: self = .float32
    case CTORCH_FLOAT64: self = .float64
    case CTORCH_INT64: self = .int64
    case CTORCH_BOOL: self = .bool
    default: preconditionFailure("libtorch made a tensor of a type that is not used here")
    }
  }
}
