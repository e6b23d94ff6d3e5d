import CTorch

/// The one place where a status of the C header becomes an error.
func check(_ status: ctorch_status) throws(TensorError) {
  guard status != CTORCH_OK else { return }
  let text = String(cString: ctorch_error_message())
  switch status {
  case CTORCH_REFUSED: throw TensorError(.refused, text)
  case CTORCH_NO_MEMORY:
    throw TensorError(.outOfMemory, text + "; try a smaller batch or network")
  default: throw TensorError(.failed, text)
  }
}

/// Runs a call that makes a tensor.
func make(
  _ call: (UnsafeMutablePointer<OpaquePointer?>) -> ctorch_status
) throws(TensorError) -> Tensor {
  Backend.start
  var pointer: OpaquePointer?
  try check(call(&pointer))
  guard let pointer else { throw TensorError(.failed, "libtorch made no tensor") }
  return Tensor(owning: pointer)
}

/// Lends a list of sizes to a call.
func lend<Result>(_ sizes: [Int], _ call: (ctorch_sizes) -> Result) -> Result {
  sizes.map(Int64.init).withUnsafeBufferPointer {
    call(ctorch_sizes(values: $0.baseAddress, count: Int64($0.count)))
  }
}

/// Lends a list of handles to a call.
func lend<Result>(
  _ tensors: [Tensor], _ call: (UnsafePointer<OpaquePointer?>?) -> Result
) -> Result {
  withExtendedLifetime(tensors) {
    tensors.map { Optional($0.handle.pointer) }.withUnsafeBufferPointer { call($0.baseAddress) }
  }
}
