import RandomNumbers
public import RhythmLibrary

/// The one cycle that a rhythm repeats, found by letting its event process run without any chance.
///
/// The sinus node neither breathes nor jitters, foci keep time, and what a file states as a range lies
/// at its middle. Then every beat of a steady rhythm follows the one before by the same interval, from
/// the same place, with the same pulses, and the atria either keep their place in it or run free.
public struct SteadyCycle: Sendable, Equatable {
  /// How the atria stand to the ventricles.
  public enum Atria: Sendable, Equatable {
    /// There are no P waves.
    case silent
    /// A P wave begins so many seconds before QRS; the next follows after the interval, which goes into
    /// the RR interval a whole number of times.
    case linked(before: Double, interval: Double)
    /// P waves follow each other by an interval of their own.
    case free(interval: Double)
  }

  /// A pulse of every cycle.
  public struct Pulse: Sendable, Equatable {
    /// Which of the pacemaker's stimuli it is.
    public let stimulus: Int
    /// Its start in seconds after the onset of QRS.
    public let time: Double
  }

  /// Seconds from beat to beat.
  public let rrInterval: Double
  /// How the atria stand to the ventricles.
  public let atria: Atria
  /// The beat that it shows and the beat whose P wave it shows, by name; `nil`: the rhythm's own.
  public let beat, atrialBeat: String?
  /// The type of the beat as annotation files write it.
  public let symbol: String
  /// Pulses from half a cycle before QRS on.
  public let pulses: [Pulse]

  /// Finds the cycle of a rhythm.
  ///
  /// - Parameters:
  ///   - rhythm: The rhythm.
  ///   - ratePerMinute: The rate of the record.
  ///   - delayShare: Where in its range the delay of the node lies, from 0 to 1.
  /// - Throws: `UnsteadyRhythm`, which says what changes from beat to beat.
  public init(
    _ rhythm: Rhythm, ratePerMinute: Double, delayShare: Double = 0.5
  ) throws(UnsteadyRhythm) {
    guard rhythm.oscillations.isEmpty else {
      throw UnsteadyRhythm(rhythm: rhythm.name, reason: "it has waves that never rest")
    }
    let system = rhythm.conduction.settingDelay(at: delayShare)
      .system(ratePerMinute: ratePerMinute, isPaced: rhythm.pacing != nil).withoutChance
    // Nothing is drawn but where the clocks start.
    var random = Philox(seed: 0)
    let activity = ConductionEngine.run(
      system, pacing: rhythm.pacing, ratePerMinute: ratePerMinute,
      duration: Double(Self.cycles) * 60 / ratePerMinute, using: &random)
    try self.init(activity, of: rhythm, system, rrInterval: 60 / ratePerMinute)
  }

  /// Cycles that are compared.
  private static let cycles = 12
  /// Seconds by which equal intervals may differ: sums of a few dozen of them.
  private static let rounding = 1e-9

  private init(
    _ activity: ElectricalActivity, of rhythm: Rhythm, _ system: ConductionSystem,
    rrInterval: Double
  ) throws(UnsteadyRhythm) {
    func unsteady(_ reason: String) -> UnsteadyRhythm {
      UnsteadyRhythm(rhythm: rhythm.name, reason: reason)
    }
    let events = activity.ventricles.filter { $0.time >= 0 }
    let times = events.map(\.time)
    guard times.count > 3, let rr = Self.interval(times) else {
      throw unsteady("its RR intervals differ")
    }
    guard abs(rr - rrInterval) < Self.rounding else {
      throw unsteady("its ventricles do not beat at the rate of the record")
    }
    guard let event = events.first, events.allSatisfy({ $0.isLike(event) }) else {
      throw unsteady("its beats differ")
    }
    /// What lies in each cycle, from half of one before QRS on, in seconds from QRS.
    func places(_ values: [Double]) -> [[Double]] {
      times.dropFirst().dropLast().map { time in
        values.map { $0 - time }.filter { $0 >= -rr / 2 && $0 < rr / 2 }
      }
    }
    let pulses = activity.pulses.sorted { $0.time < $1.time }
    guard let pulsePlaces = Self.common(places(pulses.map(\.time))) else {
      throw unsteady("its pulses differ from beat to beat")
    }
    let first = pulses.firstIndex { $0.time >= times[1] - rr / 2 } ?? 0
    self.pulses = pulsePlaces.enumerated().map {
      Pulse(stimulus: pulses[first + $0].stimulus, time: $1)
    }
    let waves = activity.atria.filter { $0.time >= times[0] - rr }
    atrialBeat = waves.first?.beat
    beat = event.beat
    symbol = event.origin == .conducted ? rhythm.beatSymbol : event.symbol
    self.rrInterval = rr
    guard !waves.isEmpty else {
      atria = .silent
      return
    }
    guard let pp = Self.interval(waves.map(\.time)), waves.allSatisfy({ $0.isLike(waves[0]) })
    else {
      throw unsteady("its P waves differ")
    }
    guard activity.isLinked(rhythm, system) else {
      atria = .free(interval: pp)
      return
    }
    guard Self.common(places(waves.map(\.time))) != nil,
      let last = waves.last(where: { $0.time < times[2] })
    else { throw unsteady("its PR intervals differ") }
    atria = .linked(before: times[2] - last.time, interval: pp)
  }

  /// The interval by which times follow each other; `nil` if they differ.
  private static func interval(_ times: [Double]) -> Double? {
    let intervals = zip(times.dropFirst(), times).map(-)
    guard let low = intervals.min(), let high = intervals.max(), high - low < rounding else {
      return nil
    }
    return intervals[0]
  }

  /// What all of the lists are; `nil` if they differ.
  private static func common(_ lists: [[Double]]) -> [Double]? {
    guard let first = lists.first else { return nil }
    let isCommon = lists.allSatisfy { list in
      list.count == first.count && zip(list, first).allSatisfy { abs($0 - $1) < rounding }
    }
    return isCommon ? first : nil
  }
}

/// Why a rhythm has no cycle that it repeats.
public struct UnsteadyRhythm: Error, CustomStringConvertible, Sendable, Equatable {
  /// The rhythm's name.
  public let rhythm: String
  /// What differs.
  public let reason: String

  /// Both in a sentence.
  public var description: String {
    "\(rhythm) has no single beat that is like all others: \(reason)"
  }
}

extension ChamberActivation {
  /// Whether another one comes from the same place and shows the same beat.
  fileprivate func isLike(_ other: ChamberActivation) -> Bool {
    origin == other.origin && beat == other.beat
  }
}

extension ElectricalActivity {
  /// Whether one chamber drives the other, or one pacemaker both.
  fileprivate func isLinked(_ rhythm: Rhythm, _ system: ConductionSystem) -> Bool {
    if rhythm.pacing?.mode == .DDD { return true }
    if ventricles.contains(where: { $0.origin == .conducted || $0.origin == .pathway }) {
      return true
    }
    return atria.contains { wave in
      switch wave.origin {
      case .retrograde, .pathway: true
      case .focus(let index): system.foci[index].site == .junction
      case .sinus, .conducted, .paced: false
      }
    }
  }
}

extension ConductionSystem {
  /// The same without anything that is drawn in a record.
  fileprivate var withoutChance: ConductionSystem {
    var system = self
    if let rate = sinus?.perMinute { system.sinus?.perMinute = rate.middle...rate.middle }
    system.sinus?.respiratorySwing = 0
    system.sinus?.slowSwing = 0
    system.sinus?.jitter = 0
    let refractory = node.refractoryTime
    system.node.refractoryTime = refractory.middle...refractory.middle
    for index in foci.indices {
      guard case .automatic(let rate, _) = foci[index].timing else { continue }
      system.foci[index].timing = .automatic(
        perMinute: rate.map { $0.middle...$0.middle }, jitter: 0)
    }
    return system
  }
}

extension ClosedRange<Double> {
  fileprivate var middle: Double { (lowerBound + upperBound) / 2 }
}
