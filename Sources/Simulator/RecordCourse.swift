public import Conduction
public import Electrocardiogram
import Foundation
public import LeadProjection
public import RandomNumbers
public import RhythmLibrary

/// What happens in one record from its first beat to its last, of any length and in any rhythms.
///
/// The event process has run; beats are made of its events a stretch at a time, so that memory holds
/// the events of a day but the beats of a minute.
public struct RecordCourse: Sendable {
  /// A rhythm that lasts from a time on.
  public struct Stage: Sendable {
    /// When it begins, in seconds; the first has always lasted.
    public var start: Double
    /// The rhythm, with the beats of its patient.
    public var rhythm: Rhythm
    /// Beats a minute for every clock without a rate of its own.
    public var ratePerMinute: Double

    /// Creates a stage.
    public init(start: Double, rhythm: Rhythm, ratePerMinute: Double) {
      self.start = start
      self.rhythm = rhythm
      self.ratePerMinute = ratePerMinute
    }
  }

  /// The rhythms.
  public let stages: [Stage]
  /// Length of the record in seconds.
  public let duration: Double
  /// What its heart did.
  public let activity: ElectricalActivity
  /// What moves the heart from beat to beat.
  public let breath: Breath?
  private let oscillations: [DrawnOscillation]
  /// For every beat of the ventricles the mean RR interval that its QT follows, in seconds.
  private let memories: [Double]

  /// Runs the event process of a record.
  ///
  /// - Parameters:
  ///   - stages: Its rhythms, ascending by their starts, all of one basis.
  ///   - duration: Its length in seconds.
  ///   - breath: Its breathing.
  ///   - sinus: What swings the sinus node; by default what the breath does to it.
  ///   - random: The record's generator.
  public init(
    _ stages: [Stage], duration: Double, breath: Breath?, sinus: SinusOscillations? = nil,
    using random: inout Philox
  ) {
    precondition(
      stages.allSatisfy { $0.rhythm.beat.basis == stages[0].rhythm.beat.basis },
      "the rhythms have different sources")
    self.stages = stages
    self.duration = duration
    self.breath = breath
    activity = ConductionEngine.run(
      stages.map { stage in
        ConductionStage(
          start: stage.start,
          system: stage.rhythm.conduction.system(
            ratePerMinute: stage.ratePerMinute, isPaced: stage.rhythm.pacing != nil),
          pacing: stage.rhythm.pacing, ratePerMinute: stage.ratePerMinute)
      },
      oscillations: sinus ?? breath?.oscillations ?? .none, duration: duration, using: &random)
    var drawn: [DrawnOscillation] = []
    for (index, stage) in stages.enumerated() {
      for var oscillation in stage.rhythm.drawnOscillations(using: &random) {
        let begins = index == 0 ? -Double.infinity : stage.start
        let ends = index + 1 < stages.count ? stages[index + 1].start : Double.infinity
        oscillation.lasts = begins...ends
        drawn.append(oscillation)
      }
    }
    oscillations = drawn
    let before =
      (stages.count == 1 ? activity.meanInterval : nil) ?? 60 / stages[0].ratePerMinute
    memories = activity.rateMemory(startingFrom: before)
  }

  /// The leads of the record in standard order.
  public var leads: [Lead] { stages[0].rhythm.beat.basis.leads }

  /// Seconds before and after a stretch within which beats may reach into it.
  private static let reach = (before: 3.0, after: 1.0)

  /// The beats that reach into a stretch of the record.
  ///
  /// - Parameters:
  ///   - stretch: The stretch in seconds.
  ///   - projection: How leads see a dipole.
  /// - Returns: A train on the record's own clock.
  public func train(
    _ stretch: Range<Double>, projection: DipoleProjection = .dower
  ) -> EventTrain {
    let reached = (stretch.lowerBound - Self.reach.before)..<(stretch.upperBound + Self.reach.after)
    var activations: [EventTrain.Activation] = []
    for event in activity.atria[reached, \.time] {
      activations.append(
        EventTrain.Activation(
          time: event.time, isAtrial: true, shape: shape(of: event), swing: swing(event.time)))
    }
    let ventricles = activity.ventricles[reached, \.time]
    for (event, memory) in zip(ventricles, memories[ventricles.indices]) {
      activations.append(
        EventTrain.Activation(
          time: event.time, isAtrial: false, shape: shape(of: event).stretched(rrInterval: memory),
          swing: swing(event.time),
          symbol: event.origin == .conducted ? stages[event.stage].rhythm.beatSymbol : event.symbol
        ))
    }
    let stimuli = activity.pulses.filter { reached.contains($0.time) }.compactMap(stimulus)
    return EventTrain(
      basis: stages[0].rhythm.beat.basis, projection: projection, activations: activations,
      stimuli: stimuli, oscillations: oscillations)
  }

  /// The truth about a record without its waves, to which those of its stretches are added.
  public var emptyTruth: GroundTruth {
    var truth = GroundTruth(
      rhythm: stages[0].rhythm.name, rhythmAnnotation: stages[0].rhythm.rhythmAnnotation,
      beats: [], pWaves: [],
      pacingPulses: activity.pulses.compactMap(stimulus).map(\.pulse).filter {
        (0..<duration).contains($0.time)
      })
    truth.pacingPulses.sort { $0.time < $1.time }
    if stages.count > 1 {
      truth.rhythmChanges = stages.dropFirst().map {
        GroundTruth.RhythmChange(
          time: $0.start, rhythm: $0.rhythm.name, rhythmAnnotation: $0.rhythm.rhythmAnnotation)
      }
    }
    return truth
  }

  private func shape(of event: ChamberActivation) -> BeatShape {
    let rhythm = stages[event.stage].rhythm
    return event.beat.flatMap { rhythm.beats[$0] } ?? rhythm.beat
  }

  private func swing(_ time: Double) -> HeartSwing { breath?.swing(at: time) ?? .none }

  private func stimulus(_ pulse: EmittedPulse) -> Stimulus? {
    guard let stimulus = stages[pulse.stage].rhythm.pacing?.stimuli[pulse.stimulus] else {
      return nil
    }
    return Stimulus(
      pulse: PacingPulse(time: pulse.time, width: stimulus.width, chamber: stimulus.chamber),
      amplitudes: stimulus.amplitudes)
  }
}

extension ElectricalActivity {
  /// The mean RR interval before each beat of the ventricles under an exponential memory, in seconds.
  ///
  /// Time constant: simECG 2022 (`EventTrain.adaptationTime`).
  func rateMemory(startingFrom before: Double) -> [Double] {
    var (memory, last) = (before, Double?.none)
    return ventricles.map { event in
      if let last {
        let interval = event.time - last
        memory += (interval - memory) * (1 - exp(-interval / EventTrain.adaptationTime))
      }
      last = event.time
      return memory
    }
  }
}

extension Array {
  /// The elements whose times lie in a range, of an array in the order of its times.
  fileprivate subscript(
    range: Range<Double>, time: (Element) -> Double
  ) -> ArraySlice<Element> {
    func first(_ limit: Double) -> Int {
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if time(self[middle]) < limit { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return self[first(range.lowerBound)..<first(range.upperBound)]
  }
}
