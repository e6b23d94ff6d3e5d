import Fitting
import Synchronization

/// Something of many drawn beats, made on several threads.
enum DrawnBeats {
  /// Makes something of every number from 0, in their order.
  static func map<Product: Sendable>(
    _ count: Int, jobs: Int, _ make: @escaping @Sendable (Int) -> Product
  ) throws -> [Product] {
    let places = Mutex([Product?](repeating: nil, count: count))
    try RecordThreads.run(Array(0..<count), jobs: jobs, make: make) { number, product in
      places.withLock { $0[number] = product }
    }
    return places.withLock { $0.compactMap { $0 } }
  }
}
