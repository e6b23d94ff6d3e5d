import COpenBLAS

/// The number of threads that OpenBLAS may use.
enum BLASThreads {
  /// Sets one thread, the first time that it is called.
  ///
  /// Starting threads costs more than any of this library's problems, and callers run records side
  /// by side.
  static func holdToOne() { once }

  private static let once: Void = openblas_set_num_threads(1)
}
