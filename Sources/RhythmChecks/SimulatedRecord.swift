import Conduction
public import Electrocardiogram
public import RhythmLibrary
import Simulator

/// A record made of a rhythm, with the truth that no check may look at.
public struct SimulatedRecord: Sendable {
  /// The twelve leads, without annotations.
  public let recording: Recording
  /// When every wave begins, culminates and ends.
  public let truth: GroundTruth

  /// Simulates one record.
  ///
  /// - Parameters:
  ///   - rhythm: The rhythm.
  ///   - draw: Rate, starting points, patient and breath.
  ///   - samplingRate: Samples a second.
  ///   - duration: Seconds.
  public init(_ rhythm: Rhythm, draw: RhythmDraw, samplingRate: Double, duration: Double) {
    var rhythm = rhythm
    if let patient = draw.patient { rhythm.beat = patient }
    let conduction = SteadyConduction(
      rhythm, rrInterval: 60 / draw.heartRatePerMinute, firstRPeak: draw.firstRPeak,
      atrialShift: draw.atrialShift, duration: duration)
    let train = EventTrain(
      rhythm, conduction: conduction, duration: duration, breath: draw.breath)
    let count = Int((duration * samplingRate).rounded())
    let samples = BatchSimulator(grid: SampleGrid(rate: samplingRate, count: count))
      .simulate(train)
    recording = Recording(
      name: rhythm.name, samplingRate: samplingRate,
      channels: train.leads.enumerated().map { index, lead in
        Channel(
          name: lead.rawValue,
          millivolts: samples[index * count..<(index + 1) * count].map(Double.init))
      })
    truth = train.groundTruth(
      duration: duration, rhythm: rhythm.name, rhythmAnnotation: rhythm.rhythmAnnotation)
  }
}
