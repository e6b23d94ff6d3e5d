import CardiacModel
import Electrocardiogram
import LeadProjection
public import Measurement
import Simulator

extension FittedBeat {
  /// Where the waves of the twin lie, measured on five of its beats at its own rate.
  ///
  /// Kernels of a fit serve the shape: several share a wave, some follow the baseline. So boundaries
  /// are measured, with the rulers that measure recordings, and not read off the kernels.
  ///
  /// - Throws: `MeasurementError` if the twin cannot be measured.
  public func measuredMarks() throws(MeasurementError) -> Marks {
    let (heart, projection) = heart
    let rrInterval = timing.rrInterval
    let clock = PhaseClock(zeroAt: rrInterval / 2, period: rrInterval)
    let train = BeatTrain(
      heart: heart, projection: projection ?? .dower, atrialClock: clock, ventricularClock: clock)
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
      wave?.seconds(from: peaks[2], samplingRate: grid.rate)
    }
    return Marks(p: timed(waves.p), qrs: timed(waves.qrs), t: timed(waves.t))
  }
}
