import Electrocardiogram
import Foundation
import Testing

@testable import Noise

@Suite struct ElectrodeMotionTests {
  static func draw(
    _ record: UInt32, seconds: Double, at electrodes: [Electrode] = Electrode.allCases
  ) -> (signals: ElectrodeSignals, events: [NoiseEvent]) {
    var signals = ElectrodeSignals(count: Int(seconds * 500))
    let events = ElectrodeMotion(samplingRate: 500).draw(
      into: &signals, at: electrodes,
      using: NoiseStream(seed: 2, record: record, kind: .electrodeMotion))
    return (signals, events)
  }

  @Test func onlyTheElectrodesOfEventsMove() {
    for record in 0..<40 as Range<UInt32> {
      let (signals, events) = Self.draw(record, seconds: 10)
      #expect(!events.isEmpty)
      for electrode in Electrode.allCases {
        let moves = signals[electrode].contains { $0 != 0 }
        #expect(moves == events.contains { $0.electrode == electrode })
      }
    }
  }

  @Test func potentialsAreStillBeforeABurst() {
    for record in 0..<40 as Range<UInt32> {
      let (signals, events) = Self.draw(record, seconds: 10)
      for electrode in Electrode.allCases {
        let starts = events.filter { $0.electrode == electrode }.map(\.start)
        guard let first = starts.min() else { continue }
        // The slowest rise has a time constant of 0.15 s and is drawn from 1e-4 of its height on.
        let still = max(0, Int((first - 0.15 * log(1e4)) * 500) - 1)
        #expect(signals[electrode][..<still].allSatisfy { $0 == 0 })
      }
    }
  }

  @Test func theyComeEveryFiveSecondsAndAtLeastOnce() {
    let counts = (0..<200 as Range<UInt32>).map { Self.draw($0, seconds: 60).events.count }
    let mean = Double(counts.reduce(0, +)) / 200
    // 12 expected; of 200 records √(12/200) = 0.24 sure, four times that.
    #expect(abs(mean - 12) < 1)
    for record in 0..<50 as Range<UInt32> {
      let (signals, events) = Self.draw(record, seconds: 0.4, at: [.V2])
      #expect(events.allSatisfy { $0.electrode == .V2 && $0.end > $0.start })
      #expect(signals[.V2].contains { $0 != 0 })
    }
  }
}
