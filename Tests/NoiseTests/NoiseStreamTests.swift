import Foundation
import RandomNumbers
import Testing

@testable import Noise

@Suite struct NoiseStreamTests {
  /// Box and Muller in double precision from the words of the generator itself.
  @Test func numbersAreThoseOfPhiloxThroughBoxAndMuller() {
    let stream = NoiseStream(seed: 0x1234_5678_9ABC_DEF0, record: 77, kind: .pink)
    let numbers = stream.normal(part: 3, count: 64 * 40)
    var philox = Philox(
      seed: 0x1234_5678_9ABC_DEF0, record: 77,
      stream: 0x4E00_0000 | NoiseKind.pink.number << 8 | 3)
    var worst = 0.0
    for group in 0..<40 {
      for lane in 0..<16 {
        let (low, high) = (philox.next(), philox.next())
        for (pair, word) in [low, high].enumerated() {
          let (one, two) = (
            UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32)
          )
          let radius = (-2 * log((Double(one >> 9) + 0.5) * 0x1p-23)).squareRoot()
          // The middle of the first quadrant stands for the angle zero.
          let angle = 2 * .pi * (Double(two) * 0x1p-32 - 0.125)
          let place = group * 64 + pair * 32 + lane
          worst = max(worst, abs(Double(numbers[place]) - radius * cos(angle)))
          worst = max(worst, abs(Double(numbers[place + 16]) - radius * sin(angle)))
        }
      }
    }
    // Numbers up to 5.77 with a float's 24 bits, three roundings and polynomials of 3e-8.
    #expect(worst < 2e-6)
  }

  @Test func momentsAreThoseOfTheNormalDistribution() {
    let count = 1_000_000
    let x = NoiseStream(seed: 5, record: 0, kind: .white).normal(part: 1, count: count)
    let n = Double(count)
    func moment(_ power: Int) -> Double {
      x.reduce(0) { $0 + pow(Double($1), Double(power)) } / n
    }
    // Standard errors √(1/n), √(2/n), √(15/n), √(96/n); four of each.
    #expect(abs(moment(1)) < 0.004)
    #expect(abs(moment(2) - 1) < 0.0057)
    #expect(abs(moment(3)) < 0.0155)
    #expect(abs(moment(4) - 3) < 0.04)
    // 1.35e-3 of them lie above 3: 1350 ± 37.
    let tail = x.count { $0 > 3 }
    #expect(abs(tail - 1350) < 147)
    let far = x.map { abs($0) }.max() ?? 0
    #expect(far > 4.3 && far < 5.78)
  }

  @Test func aLongerDrawBeginsAsAShorterOne() {
    let stream = NoiseStream(seed: 6, record: 2, kind: .white)
    let long = stream.normal(part: 1, count: 1000)
    for count in [0, 1, 63, 64, 65, 999] {
      #expect(stream.normal(part: 1, count: count) == Array(long[..<count]))
    }
  }

  @Test func kindsPartsRecordsAndSeedsHaveNumbersOfTheirOwn() {
    var seen: Set<Float> = []
    var streams = 0
    for seed in [0, 1, 1 << 40] as [UInt64] {
      for record in 0..<2 as Range<UInt32> {
        for kind in NoiseKind.allCases {
          let stream = NoiseStream(seed: seed, record: record, kind: kind)
          for part in 1...2 as ClosedRange<UInt32> {
            seen.insert(stream.normal(part: part, count: 1)[0])
            streams += 1
          }
        }
      }
    }
    #expect(seen.count == streams)
  }
}
