import Testing

@testable import Fitting

@Suite struct KernelPairingTests {
  static func kernel(_ time: Double, _ width: Double, _ amplitude: Double) -> FittedKernel {
    FittedKernel(role: .T, time: time, width: width, amplitude: amplitude)
  }

  static let hidden = [kernel(-0.15, 0.02, 0.1), kernel(0, 0.01, 1), kernel(0.25, 0.04, 0.3)]

  @Test func kernelsThatMovedALittleFindTheirOwn() {
    let found = [(2, 0.003), (0, -0.002), (1, 0.001)].map { place, shift in
      Self.hidden[place].later(by: shift)
    }
    let pairing = KernelPairing(Self.hidden, found)
    #expect(pairing.pairs.map(\.first) == [0, 1, 2])
    #expect(pairing.pairs.map(\.second) == [1, 2, 0])
    #expect(pairing.firstAlone.isEmpty && pairing.secondAlone.isEmpty)
  }

  @Test func whatIsMissedAndWhatIsTooMuchStandAlone() {
    let found = [Self.hidden[1], Self.kernel(0.1, 0.01, 0.2), Self.kernel(0.25, 0.04, -0.3)]
    let pairing = KernelPairing(Self.hidden, found)
    #expect(pairing.pairs.map { [$0.first, $0.second] } == [[1, 0]])
    // The same place with the other sign is another kernel.
    #expect(pairing.firstAlone == [0, 2] && pairing.secondAlone == [1, 2])
    #expect(KernelPairing([], found).secondAlone == [0, 1, 2])
    #expect(KernelPairing(found, []).firstAlone == [0, 1, 2])
  }

  /// The nearest partner of each for itself would leave one kernel alone.
  @Test func thePairingIsTheBestOfAll() {
    let hidden = [Self.kernel(0, 0.03, 1), Self.kernel(0.02, 0.03, 1)]
    let found = [Self.kernel(0.018, 0.03, 1), Self.kernel(0.036, 0.03, 1)]
    let pairing = KernelPairing(hidden, found)
    #expect(pairing.pairs.map { [$0.first, $0.second] } == [[0, 0], [1, 1]])
  }
}
