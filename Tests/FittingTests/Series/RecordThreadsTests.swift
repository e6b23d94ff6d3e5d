import Foundation
import Synchronization
import Testing

@testable import Fitting

@Suite struct RecordThreadsTests {
  private struct Broken: Error {}

  private final class Log: Sendable {
    let collected = Mutex<[Int: Int]>([:])
    let threads = Mutex<Set<ObjectIdentifier>>([])
  }

  @Test(arguments: [1, 2, 7, 100])
  func everyRecordIsMadeOnceOnSoManyThreads(jobs: Int) throws {
    let log = Log()
    try RecordThreads.run(Array(0..<50), jobs: jobs) { record in
      log.threads.withLock {
        $0.insert(ObjectIdentifier(Thread.current)); return
      }
      Thread.sleep(forTimeInterval: 0.002)
      return record * record
    } collect: { record, square in
      log.collected.withLock { $0[record, default: 0] += square + 1 }
    }
    let expected = Dictionary(uniqueKeysWithValues: (0..<50).map { ($0, $0 * $0 + 1) })
    #expect(log.collected.withLock { $0 } == expected)
    let count = log.threads.withLock { $0.count }
    #expect(jobs == 1 ? count == 1 : count > 1 && count <= jobs)
  }

  @Test func anErrorEndsTheWork() throws {
    let log = Log()
    #expect(throws: Broken.self) {
      try RecordThreads.run(Array(0..<1000), jobs: 3) {
        $0
      } collect: { record, _ in
        log.collected.withLock { $0[record] = 1 }
        if record >= 5 { throw Broken() }
      }
    }
    #expect(log.collected.withLock { $0.count } < 20)
  }

  @Test func nothingIsDoneWithNothing() throws {
    try RecordThreads.run([Int](), jobs: 4) {
      $0
    } collect: { _, _ in
      throw Broken()
    }
  }
}
