import Foundation
import RandomNumbers
import Tensors
import Testing

@Suite struct TensorGeneratorTests {
  @Test func numbersAreThoseOfPhilox() throws {
    var generator = TensorGenerator(seed: 0x1234_5678_9ABC_DEF0, record: 7, stream: 3)
    var philox = Philox(seed: 0x1234_5678_9ABC_DEF0, record: 7, stream: 3)
    let uniform = try generator.uniform([5, 2], from: -1, to: 3, dataType: .float64).doubles()
    #expect(uniform == (0..<10).map { _ in -1 + 4 * philox.uniform() })
    let normal = try generator.normal([6], mean: 2, standardDeviation: 3, dataType: .float64)
    let expected = (0..<6).map { _ in 2 + 3 * philox.normal() }
    // Two mathematical libraries may differ in the last place.
    for (a, b) in zip(try normal.doubles(), expected) { #expect(abs(a - b) < 1e-14) }
  }

  @Test func positionResumesTheNumbers() throws {
    var generator = TensorGenerator(seed: 1)
    _ = try generator.normal([3])
    let stored = try JSONEncoder().encode(generator)
    let next = try generator.uniform([4]).floats()
    var resumed = try JSONDecoder().decode(TensorGenerator.self, from: stored)
    #expect(try resumed.uniform([4]).floats() == next)
    #expect(resumed == generator)
  }

  @Test func threadsDoNotChangeNumbers() throws {
    let threads = Backend.threads
    defer { Backend.threads = threads }
    let drawn = try [1, 2, 3].map { count in
      Backend.threads = count
      var generator = TensorGenerator(seed: 9)
      return try generator.normal([20_000]).floats()
    }
    #expect(drawn[0] == drawn[1] && drawn[0] == drawn[2])
  }

  @Test func integersFillTheirRange() throws {
    var generator = TensorGenerator(seed: 5)
    let drawn: [Int64] = try generator.integers([6000], in: -2..<4).elements()
    #expect(Set(drawn) == Set(-2..<4))
    // Each of the six values comes 1000 times, give or take five standard deviations of 29.
    for value in Int64(-2)..<4 {
      #expect(abs(drawn.count { $0 == value } - 1000) < 145)
    }
  }

  @Test func momentsAreThoseOfTheDistribution() throws {
    var generator = TensorGenerator(seed: 11)
    let normal = try generator.normal([100_000], dataType: .float64)
    // Standard errors 0.0032 and 0.0045; five of each.
    #expect(abs(try normal.mean().number()) < 0.016)
    #expect(abs(try normal.variance().number() - 1) < 0.023)
  }
}
