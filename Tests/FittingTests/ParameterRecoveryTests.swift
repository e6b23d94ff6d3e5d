import Electrocardiogram
import Fitting
import RhythmLibrary
import Testing

@Suite struct ParameterRecoveryTests {
  static func recover(seed: UInt64, decibels: Double = 20) throws -> ParameterRecovery {
    var settings = ParameterRecovery.Settings()
    settings.leads = [.II, .V2]
    settings.duration = 6
    settings.signalToNoiseDecibels = decibels
    return try ParameterRecovery(
      of: RhythmCatalogue().rhythm(named: "sinus-rhythm"), settings: settings, seed: seed)
  }

  @Test func hiddenParametersAreFoundWithinTheirErrors() throws {
    let runs = try (1...4).map { try Self.recover(seed: $0) }
    let errors = runs.flatMap(\.parameters).compactMap(\.errorInStandardErrors)
    #expect(errors.count >= 80)
    let inside = Double(errors.count { abs($0) <= 1.96 }) / Double(errors.count)
    // 95 % are expected; 80 numbers fall below 86 % once in a thousand.
    #expect(inside >= 0.86)
    #expect(errors.allSatisfy { abs($0) < 6 }, "no kernel is mistaken for another")
  }

  @Test func lessNoiseMeansSmallerErrors() throws {
    let loud = try Self.recover(seed: 2), quiet = try Self.recover(seed: 2, decibels: 40)
    func spread(_ recovery: ParameterRecovery) -> Double {
      recovery.parameters.reduce(0) { $0 + abs($1.recovered - $1.hidden) }
    }
    #expect(spread(quiet) < 0.3 * spread(loud))
  }

  @Test func oneSeedGivesOneExperiment() throws {
    let (one, two) = (try Self.recover(seed: 3), try Self.recover(seed: 3))
    #expect(one.recording == two.recording)
    #expect(one.parameters.map(\.recovered) == two.parameters.map(\.recovered))
    #expect(try Self.recover(seed: 4).recording != one.recording)
  }
}
