import RhythmChecks
import RhythmLibrary

/// The record that `ecgsim rhythms check` judges.
func checkedRecord(_ name: String, seed: UInt64) throws -> SimulatedRecord {
  let rhythm = try RhythmCatalogue().rhythm(named: name)
  return SimulatedRecord(
    rhythm, draw: RhythmDraw(rhythm, seed: seed), samplingRate: 500, duration: 10)
}
