import Electrocardiogram
import Testing

@testable import Fitting

@Suite struct SeriesCodingTests {
  private static let outcomes: [RecordOutcome] = [
    .failed("record 'x' has no QRS complex"), .failed(""), .fitted(SampleSeries.dipole),
    .fitted(SampleSeries.lead([ChannelName(.II), ChannelName("MLII")])),
  ]

  @Test func outcomesReadBackTheSameToTheBit() throws {
    for outcome in Self.outcomes {
      let bytes = SeriesCoding.encode(outcome)
      let back = try #require(SeriesCoding.decode(bytes))
      // NaN is not itself; bytes are.
      #expect(SeriesCoding.encode(back) == bytes)
      if case .fitted(let series) = back, case .fitted(let original) = outcome {
        #expect(series.channels == original.channels && series.record == original.record)
        #expect(series.beats[0] == original.beats[0])
        #expect(series.beats[1].parts.last?.flags == original.beats[1].parts.last?.flags)
      } else {
        #expect(back == outcome)
      }
    }
  }

  @Test func bytesThatAreNoOutcomeAreNone() throws {
    for outcome in Self.outcomes {
      let bytes = SeriesCoding.encode(outcome)
      for length in 0..<bytes.count { #expect(SeriesCoding.decode(Array(bytes[..<length])) == nil) }
      #expect(SeriesCoding.decode(bytes + [0]) == nil)
    }
    // Counts that no file of this size can hold.
    #expect(SeriesCoding.decode([1] + Array(repeating: 255, count: 40)) == nil)
    #expect(SeriesCoding.decode(Array(repeating: 0x7F, count: 64)) == nil)
  }
}
