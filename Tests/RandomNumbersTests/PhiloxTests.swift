import Testing

@testable import RandomNumbers

@Suite struct PhiloxTests {
  /// Known answers of Random123 1.14 (`kat_vectors`, philox4x32 10).
  @Test func answersAreThoseOfRandom123() {
    let zero = Philox.words(counter: (0, 0, 0, 0), key: (0, 0))
    #expect(zero == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = Philox.words(counter: (.max, .max, .max, .max), key: (.max, .max))
    #expect(ones == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    let pi = Philox.words(
      counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      key: (0xa409_3822, 0x299f_31d0))
    #expect(pi == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func recordsAndStreamsDiffer() {
    var first = Philox(seed: 7, record: 0)
    var second = Philox(seed: 7, record: 1)
    var noise = Philox(seed: 7, record: 0, stream: 1)
    let words = [first.next(), second.next(), noise.next(), first.next()]
    #expect(Set(words).count == 4)
  }

  @Test func sameSeedGivesTheSameNumbers() {
    var one = Philox(seed: 1_234_567_890_123)
    var two = Philox(seed: 1_234_567_890_123)
    for _ in 0..<100 { #expect(one.next() == two.next()) }
  }

  @Test func normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    var generator = Philox(seed: 3)
    let count = 200_000
    var sums = (first: 0.0, second: 0.0, fourth: 0.0)
    for _ in 0..<count {
      let x = generator.normal()
      sums.first += x
      sums.second += x * x
      sums.fourth += x * x * x * x
    }
    // Five standard errors of the sample mean, variance and fourth moment.
    let n = Double(count)
    #expect(abs(sums.first / n) < 5 * (1 / n).squareRoot())
    #expect(abs(sums.second / n - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(sums.fourth / n - 3) < 5 * (96 / n).squareRoot())
  }
}
