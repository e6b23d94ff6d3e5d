import Conduction
import RhythmLibrary

extension RhythmCatalogue {
  /// Presets of which one beat is like all others.
  func steadyNames() throws -> [String] {
    try rhythms().filter {
      (try? SteadyCycle($0, ratePerMinute: $0.rate.defaultPerMinute)) != nil
    }.map(\.name)
  }
}
