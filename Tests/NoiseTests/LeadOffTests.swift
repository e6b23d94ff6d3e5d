import Electrocardiogram
import Foundation
import Testing

@testable import Noise

@Suite struct LeadOffTests {
  /// A recording with lead-off and the same with another heart.
  static func draw(
    _ record: UInt32, size: Double = 1, with: [String] = []
  ) throws -> (clean: Recording, noisy: Recording, event: NoiseEvent) {
    let clean = TestRecording.make(size: size)
    let (noisy, report) = try NoiseGeneratorTests.noisy(
      ["lead-off=2.5s"] + with, clean, record: record)
    return (clean, noisy, try #require(report.events.first { $0.kind == .leadOff }))
  }

  /// A record in which a chest or a limb electrode is off.
  static func record(chest: Bool) throws -> UInt32 {
    try #require(
      (0..<40 as Range<UInt32>).first {
        try draw($0).event.electrode.rawValue.hasPrefix("V") == chest
      })
  }

  @Test func aChestElectrodeThatIsOffCarriesNothingOfTheHeart() throws {
    let record = try Self.record(chest: true)
    let (one, other) = (try Self.draw(record), try Self.draw(record, size: 3))
    let event = one.event
    #expect(event == other.event)
    #expect(abs(event.end - event.start - 2.5) < 1e-9)
    let lead = try #require(Lead(name: event.electrode.rawValue))
    let off = Int((event.start * 500).rounded())..<Int((event.end * 500).rounded())
    let (x, y) = (
      try #require(one.noisy.millivolts(of: lead)), try #require(other.noisy.millivolts(of: lead))
    )
    // The heart is taken away in single precision.
    #expect(off.allSatisfy { abs(x[$0] - y[$0]) < 1e-6 })
    #expect(off.contains { abs(x[$0]) > 0.5 })
    // All else is as it was.
    for channel in Lead.allCases {
      let clean = try #require(one.clean.millivolts(of: channel))
      let noisy = try #require(one.noisy.millivolts(of: channel))
      #expect(
        clean.indices.allSatisfy {
          (channel == lead && off.contains($0)) || clean[$0] == noisy[$0]
        })
    }
  }

  @Test func aLimbElectrodeThatIsOffTakesItsLeadsAndATermOfTheTerminal() throws {
    let record = try Self.record(chest: false)
    let one = try Self.draw(record)
    let electrode = one.event.electrode
    let added = zip(one.noisy.channels, one.clean.channels).map {
      zip($0.millivolts, $1.millivolts).map(-)
    }
    for (lead, noise) in zip(Lead.allCases, added) {
      let weight = lead.electrodeWeights[electrode.index]
      #expect(noise.contains { abs($0) > 0.1 } == (weight != 0), "\(lead)")
    }
    // The difference of the limb lead that does not see it is whole; V1 and V6 get the same.
    #expect(zip(added[6], added[11]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func noiseOfTheElectrodeIsGoneToo() throws {
    let record = try Self.record(chest: true)
    let (quiet, loud) = (
      try Self.draw(record), try Self.draw(record, with: ["white=0dB"])
    )
    let event = quiet.event
    #expect(loud.event == event)
    let off = Int((event.start * 500).rounded())..<Int((event.end * 500).rounded())
    let noise = zip(loud.noisy.channels, quiet.noisy.channels).map {
      zip($0.millivolts, $1.millivolts).map(-)
    }
    let index = try #require(Lead.allCases.firstIndex { $0.rawValue == event.electrode.rawValue })
    // While it is off, the terminal's third of three electrodes is left: less than any other lead's.
    func level(_ lead: Int, _ samples: some Collection<Int>) -> Double {
      (samples.reduce(0) { $0 + noise[lead][$1] * noise[lead][$1] } / Double(samples.count))
        .squareRoot()
    }
    let on = (0..<5000).filter { !off.contains($0) }
    // √(1/3) against √(4/3) of an electrode's level; 1250 samples scatter by 2 %.
    #expect(abs(level(index, off) / level(index, on) - 0.5) < 0.05)
  }
}
