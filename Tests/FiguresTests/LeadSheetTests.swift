import Electrocardiogram
import Figures
import Testing

@Suite struct LeadSheetTests {
  static func sheet(given: [Lead] = [.I, .II, .V2]) throws -> LeadSheet {
    let recording = SampleBeat.sinus.recording()
    var guess = recording
    for index in guess.channels.indices {
      guess.channels[index].millivolts = guess.channels[index].millivolts.map { 0.9 * $0 }
    }
    return try LeadSheet(
      recording, reconstructed: guess, heading: "from I,II,V2 by dower", given: given)
  }

  @Test func givenLeadsAreDrawnOnceAndTheOthersTwice() throws {
    let data = try Self.sheet().dataFile()
    func strips(_ section: String) -> Set<Double> {
      Set(data[section].filter { $0.count == 3 && $0[1].isFinite }.map { $0[0] })
    }
    #expect(strips("signal").count == 12 && strips("fitted").count == 9)
    #expect(strips("fitted").isSubset(of: strips("signal")))
  }

  @Test func aRecordWithoutSamplesIsRefused() {
    let empty = Recording(name: "none", samplingRate: 500, channels: [])
    #expect(throws: FigureError.self) {
      try LeadSheet(empty, reconstructed: empty, heading: "", given: [])
    }
  }
}
