import Foundation
import Tensors
import Testing

@Suite(.serialized) struct BackendTests {
  @Test func theProgramSetsItsThreads() {
    #expect(Backend.threads > 0)
    let before = Backend.threads
    Backend.threads = 1
    #expect(Backend.threads == 1)
    Backend.threads = before
    #expect(Backend.version.first?.isNumber == true)
  }
}
