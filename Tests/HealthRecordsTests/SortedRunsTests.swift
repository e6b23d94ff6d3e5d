import Foundation
import RandomNumbers
import Testing

@testable import HealthRecords

@Suite struct SortedRunsTests {
  /// From what fits in memory to many files' worth with a last piece that is full, or not there.
  @Test(arguments: [(0, 8), (5, 8), (8, 8), (9, 8), (64, 8), (1000, 7), (200_000, 60_000)])
  func numbersComeSortedAndOnce(count: Int, capacity: Int) throws {
    var numbers = Philox(seed: 3)
    let given = (0..<count).map { _ in UInt64.random(in: 0..<UInt64(count), using: &numbers) }
    let runs = SortedRuns(folder: FileManager.default.temporaryDirectory.path, capacity: capacity)
    for number in given { try runs.insert(number) }
    var taken: [UInt64] = []
    try runs.drain { taken.append($0) }
    #expect(taken == Set(given).sorted())
  }

  @Test func aFolderThatIsNotThereIsTold() throws {
    let runs = SortedRuns(folder: "/nowhere", capacity: 2)
    try runs.insert(1)
    try runs.insert(2)
    let error = #expect(throws: HealthRecordError.self) { try runs.insert(3) }
    #expect(error?.code == .unwritable && error?.message.contains("/nowhere") == true)
  }
}
