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
  ///   - draw: Rate, course of events, patient and breath.
  ///   - samplingRate: Samples a second.
  ///   - duration: Seconds.
  public init(_ rhythm: Rhythm, draw: RhythmDraw, samplingRate: Double, duration: Double) {
    var rhythm = rhythm
    if let variation = rhythm.variation, let patient = draw.patient {
      rhythm = rhythm.drawn(from: variation.patients, using: patient)
    }
    var course = draw.course
    let rate = draw.heartRatePerMinute
    let activity = ConductionEngine.run(
      rhythm.conduction.system(ratePerMinute: rate, isPaced: rhythm.pacing != nil),
      pacing: rhythm.pacing, ratePerMinute: rate,
      oscillations: draw.breath?.oscillations ?? .none, duration: duration, using: &course)
    let train = EventTrain(
      rhythm, activity: activity, rrInterval: activity.meanInterval ?? 60 / rate,
      oscillations: rhythm.drawnOscillations(using: &course), breath: draw.breath)
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
