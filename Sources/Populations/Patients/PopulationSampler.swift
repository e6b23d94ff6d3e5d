import Conduction
public import Electrocardiogram
import Measurement
public import RandomNumbers
public import RhythmLibrary
import Simulator

/// Records of drawn beats, to be measured as recordings are.
public enum PopulationSampler {
  /// Length in seconds and rate in hertz of a record, as PTB-XL's.
  static let (duration, samplingRate) = (10.0, 500.0)

  /// A record that repeats one drawn beat: of a population's patient at the patient's own rate, or of a
  /// rhythm as its variation scatters it, at a rate.
  ///
  /// - Parameters:
  ///   - rhythm: The rhythm.
  ///   - heartRatePerMinute: The rate of a rhythm without a population; its default if not given.
  ///   - random: Draws the beat.
  /// - Returns: Ten seconds of twelve leads at 500 Hz, or `nil` if no beat of the rhythm is like all
  ///   others.
  public static func record(
    _ rhythm: Rhythm, heartRatePerMinute: Double? = nil, using random: Philox
  ) -> Recording? {
    let beat =
      rhythm.population == nil
      ? try? SingleBeat(
        rhythm, heartRatePerMinute: heartRatePerMinute ?? rhythm.rate.defaultPerMinute,
        samplingRate: samplingRate, varying: random)
      : try? SingleBeat(patientOf: rhythm, samplingRate: samplingRate, varying: random)
    guard let beat else { return nil }
    let count = Int(duration * samplingRate)
    let samples = BatchSimulator(grid: SampleGrid(rate: samplingRate, count: count))
      .simulate([beat.train])
    return Recording(
      name: rhythm.name, samplingRate: samplingRate,
      channels: beat.train.leads.enumerated().map { row, lead in
        Channel(
          name: lead.rawValue,
          millivolts: samples[row * count..<(row + 1) * count].map(Double.init))
      })
  }

  /// What the ruler reads in such a record; empty if it finds no beat.
  public static func values(
    _ rhythm: Rhythm, using random: Philox
  ) -> [PopulationMeasure: Double] {
    guard let recording = record(rhythm, using: random),
      let measures = try? RecordMeasures(recording)
    else { return [:] }
    return PopulationMeasure.values(measures)
  }
}
