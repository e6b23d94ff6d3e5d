import Foundation
import Synchronization

/// Works through many records on several threads.
///
/// Each record is one piece of work, so that what is made of it does not depend on their number.
public enum RecordThreads {
  /// Which record is next, and whether the work has failed.
  private struct State {
    var next = 0
    var failure: (any Error)?
  }

  private final class Shared: Sendable {
    let state = Mutex(State())
    let collecting = Mutex(())
  }

  /// Works through the records.
  ///
  /// - Parameters:
  ///   - records: The records, in the order in which they are begun.
  ///   - jobs: How many threads, 1 or more.
  ///   - make: Makes something of a record; called on any thread, on several at once.
  ///   - collect: Takes it; called on any thread, one at a time, in any order. An error ends the work.
  /// - Throws: What `collect` throws.
  public static func run<Record: Sendable, Product: Sendable>(
    _ records: [Record], jobs: Int, make: @escaping @Sendable (Record) -> Product,
    collect: @escaping @Sendable (Record, Product) throws -> Void
  ) throws {
    precondition(jobs > 0, "\(jobs) jobs")
    let shared = Shared()
    let threads = DispatchGroup()
    for _ in 0..<min(jobs, records.count) {
      threads.enter()
      Thread.detachNewThread {
        defer { threads.leave() }
        while let record = next(of: records, shared) {
          let product = make(record)
          do {
            try shared.collecting.withLock { _ in try collect(record, product) }
          } catch {
            shared.state.withLock { $0.failure = $0.failure ?? error }
          }
        }
      }
    }
    threads.wait()
    if let failure = shared.state.withLock({ $0.failure }) { throw failure }
  }

  private static func next<Record: Sendable>(of records: [Record], _ shared: Shared) -> Record? {
    shared.state.withLock { state in
      guard state.failure == nil, state.next < records.count else { return nil }
      state.next += 1
      return records[state.next - 1]
    }
  }
}
