import Electrocardiogram
import Foundation
import Testing

@testable import Noise

@Suite struct SaturationTests {
  @Test func measuredLeadsReachTheRailAndNeverPassIt() throws {
    for record in 0..<20 as Range<UInt32> {
      let clean = TestRecording.make()
      let (noisy, report) = try NoiseGeneratorTests.noisy(["saturation=3mV"], clean, record: record)
      let event = try #require(report.events.first)
      #expect(event.kind == .saturation && event.end > event.start)
      var atRail = 0
      for lead in Lead.independent {
        let x = try #require(noisy.millivolts(of: lead))
        #expect(x.allSatisfy { abs($0) <= 3 })
        let pinned = x.count { abs($0) == 3 }
        if lead.electrodeWeights[event.electrode.index].magnitude == 1 {
          // From the jump until it has decayed to the rail, but for what the heart adds.
          let expected = min(event.end, 10) - event.start
          #expect(abs(Double(pinned) / 500 - expected) < 0.8, "\(lead) \(record)")
        }
        atRail += pinned
        let first = Int(event.start * 500) - 1
        let before = try #require(clean.millivolts(of: lead))[..<max(first, 0)]
        #expect(before.elementsEqual(x[..<max(first, 0)]))
      }
      #expect(atRail > 0)
    }
  }

  @Test func aLoneLeadIsHeldItself() throws {
    let clean = TestRecording.make(leads: [.III])
    let (noisy, _) = try NoiseGeneratorTests.noisy(["saturation=0.5mV"], clean)
    let x = noisy.channels[0].millivolts
    #expect((x.map { abs($0) }.max() ?? .nan) == 0.5)
  }
}
