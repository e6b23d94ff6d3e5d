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
    // Of 80 normal numbers one lies beyond 6 once in ten million times: a wrong minimum, not chance.
    #expect(errors.allSatisfy { abs($0) < 6 }, "\(errors.map(abs).max() ?? 0)")
  }

  /// The number of kernels is not told: it must be found, and the kernels with it.
  @Test func theNumberOfKernelsIsFound() throws {
    let runs = try (1...4).map { try Self.recover(seed: $0) }
    for run in runs {
      for (lead, kernels) in run.hidden { #expect((4...8).contains(kernels.count), "\(lead)") }
      // Two kernels make the T wave of V2, which is high.
      #expect(run.hidden[.V2]?.count { $0.role == .T || $0.role == .ST } == 2)
    }
    let count = runs.flatMap(\.hidden.values).reduce(0) { $0 + $1.count }
    let missed = runs.reduce(0) { $0 + $1.missed.count }
    // What is missed is what noise can hide: no more than a tenth.
    #expect(missed * 10 <= count, "\(missed) of \(count)")
    // A kernel that is not there must lower the criterion by 5 ln n, some 30, which noise does not
    // once in a thousand leads; what is left are hidden kernels found as two: again no more than a
    // tenth.
    let extra = runs.reduce(0) { $0 + $1.extra.count }
    #expect(extra * 10 <= count, "\(extra) of \(count)")
    for run in runs {
      let found = run.fit.leads.reduce(0) { $0 + $1.kernels.count }
      #expect(found - run.extra.count == run.parameters.count / 3)
    }
  }

  @Test func lessNoiseMeansSmallerErrors() throws {
    let loud = try Self.recover(seed: 2), quiet = try Self.recover(seed: 2, decibels: 40)
    func spread(_ recovery: ParameterRecovery) -> Double {
      recovery.parameters.reduce(0) { $0 + abs($1.recovered - $1.hidden) }
        / Double(recovery.parameters.count)
    }
    #expect(spread(quiet) < 0.3 * spread(loud))
    #expect(quiet.missed.isEmpty && quiet.extra.isEmpty)
  }

  @Test func oneSeedGivesOneExperiment() throws {
    let (one, two) = (try Self.recover(seed: 3), try Self.recover(seed: 3))
    #expect(one.recording == two.recording)
    #expect(one.parameters.map(\.recovered) == two.parameters.map(\.recovered))
    #expect(try Self.recover(seed: 4).recording != one.recording)
  }
}
