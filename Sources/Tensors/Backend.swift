import CTorch

/// libtorch as a whole: its version, its threads, and the number of tensors alive.
public enum Backend {
  /// libtorch's version, such as `1.13.0`.
  public static var version: String { String(cString: ctorch_version()) }

  /// How many threads one operation may use; `OMP_NUM_THREADS`, or as many as processors, unless set.
  ///
  /// OpenBLAS is held to one thread of its own: OpenMP's threads run the operators, and the two kinds
  /// together make attention 2 to 12 times slower.
  public static var threads: Int {
    get {
      start
      return Int(ctorch_threads())
    }
    set {
      precondition(newValue > 0 && newValue <= 4096, "\(newValue) threads")
      start
      setThreads(Int32(newValue))
    }
  }

  /// How many tensors are alive, views included.
  public static var liveTensors: Int { Int(ctorch_live_tensors()) }

  /// Sets the threads, the first time that it is read; every tensor's maker reads it.
  static let start: Void = setThreads(ctorch_default_threads())

  private static func setThreads(_ count: Int32) {
    do {
      try check(ctorch_set_threads(count))
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
