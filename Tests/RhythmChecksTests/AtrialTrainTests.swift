import Electrocardiogram
import Measurement
import RhythmLibrary
import Testing

@testable import RhythmChecks

@Suite struct AtrialTrainTests {
  func train(_ name: String, seed: UInt64) throws -> (AtrialTrain, SimulatedRecord) {
    let rhythm = try RhythmCatalogue().rhythm(named: name)
    let record = SimulatedRecord(
      rhythm, draw: RhythmDraw(rhythm, seed: seed), samplingRate: 500, duration: 10)
    let delineation = try RecordMeasures(record.recording).delineation
    return (AtrialTrain(record.recording, delineation), record)
  }

  @Test(arguments: ["complete-av-block-junctional-escape", "mobitz-1", "sinus-rhythm"])
  func wavesAreWhereTheyWereMade(name: String) throws {
    let (train, record) = try train(name, seed: 3)
    let truth = record.truth.pWaves.compactMap(\.onset)
    #expect(train.waves.count >= 8)
    for wave in train.waves {
      // Onset at a tenth of the height against the kernels' own, and half of the PP interval's
      // change where QRS hides the wave.
      let miss = truth.map { abs($0 - wave.onset) }.min() ?? 1
      #expect(miss < (wave.isHidden ? 0.04 : 0.02), "\(wave)")
    }
    // None is missing between the first and the last.
    let inside = truth.filter { $0 > train.waves[0].onset - 0.02 }
      .filter { $0 < train.waves[train.waves.count - 1].onset + 0.02 }
    #expect(inside.count == train.waves.count)
  }

  @Test func withoutAtriaThereIsNoWave() throws {
    for seed: UInt64 in 1...4 {
      #expect(try train("accelerated-junctional-rhythm", seed: seed).0.waves.isEmpty)
    }
  }

  @Test func tenSecondsAreTheWorstOfARecord() {
    #expect(TenSeconds.fewest([1, 2, 11.5], of: 10) == 2)
    // From just after 2 s to just after 12 s there is one.
    #expect(TenSeconds.fewest([1, 2, 11.5, 13], of: 20) == 1)
    #expect(TenSeconds.fewest([], of: 20) == 0)
  }

  @Test func beatsOfOtherShapesAreOtherGroups() {
    // Two shapes in turn, the second upside down and the third beat twice as large.
    var lead = [Double](repeating: 0, count: 2000)
    for (beat, height) in [1.0, -1, 2, -1].enumerated() {
      for offset in -20...20 {
        let x = Double(offset) / 8
        lead[250 + 400 * beat + offset] = height * (1 - x * x / 6) * (x > 0 ? 1 : 0.5)
      }
    }
    let groups = BeatGroups([lead], rPeaks: [250, 650, 1050, 1450], samplingRate: 500)
    #expect(groups.groups == [[0, 2], [1, 3]])
    #expect(groups.groupOfBeat == [0, 1, 0, 1])
  }
}
