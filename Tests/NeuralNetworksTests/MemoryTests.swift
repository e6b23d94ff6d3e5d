import Foundation
import Tensors
import Testing

@Suite(.serialized) struct MemoryTests {
  /// Megabytes of this process in memory.
  static func residentMegabytes() throws -> Double {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = try #require(Double(text.split(separator: " ")[1]))
    return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
  }

  /// After 10,000 steps memory is within 10 MB of step 1,000 and as many tensors are alive.
  ///
  /// Runs alone in a process of its own, since other suites allocate at the same time.
  @Test func trainingDoesNotGrow() async throws {
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      // Tensors this small are not worth a second thread's waiting.
      Backend.threads = 1
      var run = try TrainingRun()
      var marks: [(tensors: Int, megabytes: Double)] = []
      for step in 1...10_000 {
        try run.step()
        if step == 1000 || step == 10_000 {
          marks.append((Backend.liveTensors, try MemoryTests.residentMegabytes()))
        }
      }
      #expect(marks[0].tensors == marks[1].tensors)
      #expect(marks[1].megabytes - marks[0].megabytes < 10)
    }
    #expect(result != nil)
  }
}
