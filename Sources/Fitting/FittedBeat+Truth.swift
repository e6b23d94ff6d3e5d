import CardiacModel
public import Electrocardiogram
import LeadProjection
public import Measurement
import Simulator

extension FittedBeat {
  /// Where the waves of the twin lie, measured on five of its beats.
  ///
  /// Kernels of a fit serve the shape: several share a wave, some follow the baseline. So boundaries
  /// are measured, with the rulers that measure recordings, and not read off the kernels.
  ///
  /// - Parameters:
  ///   - rrInterval: RR interval in seconds at which the twin beats.
  ///   - rPeak: Time in seconds that the R peak gets.
  ///   - rhythm: What the truth calls the rhythm.
  /// - Returns: One beat with the waves that were found.
  /// - Throws: `MeasurementError` if the twin cannot be measured.
  public func measuredTruth(
    rrInterval: Double, rPeak: Double, rhythm: String
  ) throws(MeasurementError) -> GroundTruth {
    let (heart, projection) = heart
    let clock = PhaseClock(zeroAt: rrInterval / 2, period: rrInterval)
    let train = BeatTrain(
      heart: heart.keepingTimes(from: timing.rrInterval, to: rrInterval),
      projection: projection ?? .dower, atrialClock: clock, ventricularClock: clock)
    let grid = SampleGrid(
      rate: timing.samplingRate, count: Int(5 * rrInterval * timing.samplingRate))
    let rows = BatchSimulator(grid: grid).simulate([train])
    let recording = Recording(
      name: record, samplingRate: grid.rate,
      channels: train.leads.enumerated().map { index, lead in
        Channel(
          name: lead.rawValue,
          millivolts: rows[index * grid.count..<(index + 1) * grid.count].map { Double($0) })
      })
    let peaks = (0..<5).map { Int(((Double($0) + 0.5) * rrInterval * grid.rate).rounded()) }
    let waves = try RecordMeasures(recording, rPeaks: peaks).delineation.consensus[2]
    func timed(_ wave: SampledWave?) -> TimedWave? {
      func time(_ sample: Int) -> Double { Double(sample - peaks[2]) / grid.rate + rPeak }
      return wave.map {
        TimedWave(onset: $0.onset.map(time), peak: time($0.peak), offset: $0.offset.map(time))
      }
    }
    return GroundTruth(
      rhythm: rhythm, rhythmAnnotation: "",
      beats: timed(waves.qrs).map { qrs in
        [GroundTruth.Beat(rPeak: rPeak, qrs: qrs, tWave: timed(waves.t), symbol: "N")]
      } ?? [],
      pWaves: timed(waves.p).map { [$0] } ?? [], pacingPulses: [])
  }
}
