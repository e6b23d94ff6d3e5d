import RandomNumbers
import Testing

@testable import Fitting

@Suite struct SampledBeatTests {
  @Test func spanIsThatOfTheSamplesNearAPlace() {
    let beat = SampledBeat(count: 37, period: 40)
    var random = Philox(seed: 3)
    let samples = (0..<37).map { _ in random.normal() }
    beat.load(samples)
    for _ in 0..<200 {
      let place = 36 * random.uniform()
      let distance = 50 * random.uniform()
      let near = samples.indices.filter {
        $0 >= Int((place - distance).rounded(.down)) && $0 <= Int((place + distance).rounded(.up))
      }.map { samples[$0] }
      let expected = (near.max() ?? 0) - (near.min() ?? 0)
      #expect(beat.span(around: place, within: distance) == expected)
    }
  }

  @Test func kernelIsTabulatedAndSummedWhereverItLies() {
    let count = 200
    let beat = SampledBeat(count: count, period: 230)
    beat.load((0..<count).map { Double($0 % 7) })
    let table = Row(KernelSums.padded(count), repeating: 0)
    for (centre, width) in [(100.3, 4.0), (100, 1.5), (2, 9), (198.5, 30), (90, 60), (215, 10)] {
      for i in 0..<table.count { table[i] = .nan }
      let kernel = beat.tabulate(
        centre: centre, width: width, against: beat.samples, into: table, at: 0)
      var (plain, data) = ([0.0, 0, 0], [0.0, 0, 0])
      for i in 0..<count {
        let u = (Double(i) - centre) / width
        // Beyond half a cycle the next image is nearer.
        let g = abs(Double(i) - centre) < 115 ? KnownBeat.gaussian(u) : 0
        if kernel.window.contains(i / KernelSums.lanes) {
          // Continued by multiplication from the centre outwards.
          #expect(abs(table[i] - g) < 1e-11, "sample \(i) of \(centre)")
        } else {
          #expect(g < 1e-9)
        }
        for p in 0..<3 {
          let power = p == 0 ? 1 : p == 1 ? u : u * u
          plain[p] += g * power
          data[p] += g * power * beat.samples[i]
        }
      }
      // What lies beyond 6.5 widths is left out.
      #expect(abs(kernel.plain.0 - plain[0]) < 1e-7)
      #expect(abs(kernel.plain.1 - plain[1]) < 1e-6)
      #expect(abs(kernel.plain.2 - plain[2]) < 1e-5)
      #expect(abs(kernel.data.0 - data[0]) < 1e-6)
      #expect(abs(kernel.data.1 - data[1]) < 1e-5)
      #expect(abs(kernel.data.2 - data[2]) < 1e-4)
    }
  }
}
