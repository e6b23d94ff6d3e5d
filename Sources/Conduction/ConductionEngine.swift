import Foundation
public import RandomNumbers
public import RhythmLibrary

/// The event process of a heart: impulses, their ways and their blocks.
///
/// Every part holds its own state (when it was last activated, until when it is refractory) and meets
/// impulses one by one in the order of time, so that the work grows with the number of events. The
/// process begins some seconds before the record; one generator gives one course.
public struct ConductionEngine {
  /// What the events are.
  enum Impulse {
    /// The sinus node fires, unless it was set back since.
    case sinus(ticket: Int)
    /// A focus fires, unless it was set back since.
    case focus(Int, ticket: Int)
    /// Something reaches the atria.
    case atria(ChamberActivation)
    /// Something reaches the ventricles.
    case ventricles(ChamberActivation)
    /// A fibrillating or fluttering atrium reaches the node.
    case circuit
    /// The heart changes: the stage of this number begins.
    case stage(Int)
    /// The pacemaker's timer of a chamber runs out, unless it was stopped since.
    case timer(PacemakerClock.Timer, ticket: Int)
  }

  /// Seconds that the process runs before the record begins.
  static let leadTime = 12.0

  let stages: [ConductionStage]
  /// The stage that lasts, and its heart.
  var stage = 0
  var system: ConductionSystem
  /// Oscillations of the sinus node at a time, in units of their swings.
  let oscillations: SinusOscillations
  var random: Philox
  var queue = EventQueue<Impulse>()
  var activity = ElectricalActivity()

  var sinus: SinusState
  var foci: [FocusState]
  var node: NodeState
  var pathwayRefractoryUntil = -Double.infinity
  var lastAtrial = -Double.infinity
  var lastVentricular = -Double.infinity
  /// Impulses of a circuit a second.
  var circuitRate: Double?
  var pacemaker: PacemakerClock?

  /// Runs the process of one record.
  ///
  /// - Parameters:
  ///   - system: The heart.
  ///   - pacing: Its pacemaker, whose programmed rate is the record's.
  ///   - ratePerMinute: The rate of the record, for every clock without a rate of its own.
  ///   - oscillations: What swings the sinus node.
  ///   - duration: Length of the record in seconds.
  ///   - random: The record's generator.
  /// - Returns: All activations from 3 s before the record to 1 s after it.
  public static func run(
    _ system: ConductionSystem, pacing: Pacing? = nil, ratePerMinute: Double,
    oscillations: SinusOscillations = .none, duration: Double, using random: inout Philox
  ) -> ElectricalActivity {
    run(
      [
        ConductionStage(
          start: -.infinity, system: system, pacing: pacing, ratePerMinute: ratePerMinute)
      ],
      oscillations: oscillations, duration: duration, using: &random)
  }

  /// Runs the process of a record in which the heart changes.
  ///
  /// - Parameters:
  ///   - stages: What the heart is, ascending by their starts; the first has always lasted.
  ///   - oscillations: What swings the sinus node.
  ///   - duration: Length of the record in seconds.
  ///   - random: The record's generator.
  /// - Returns: All activations from 3 s before the record to 1 s after it, with the numbers of their
  ///   stages.
  public static func run(
    _ stages: [ConductionStage], oscillations: SinusOscillations = .none, duration: Double,
    using random: inout Philox
  ) -> ElectricalActivity {
    precondition(!stages.isEmpty && duration > 0, "\(stages.count) stages in \(duration) s")
    var engine = ConductionEngine(stages, oscillations: oscillations, random: random)
    while let (time, impulse) = engine.queue.next(), time < duration + 1 {
      engine.meet(impulse, at: time)
    }
    random = engine.random
    return engine.activity.since(-3)
  }

  private init(
    _ stages: [ConductionStage], oscillations: SinusOscillations, random: Philox
  ) {
    self.stages = stages
    let (system, ratePerMinute) = (stages[0].system, stages[0].ratePerMinute)
    self.system = system
    self.oscillations = oscillations
    self.random = random
    let start = -Self.leadTime
    sinus = SinusState(system.sinus, ratePerMinute: ratePerMinute, using: &self.random)
    node = NodeState(system.node, rrInterval: 60 / ratePerMinute, using: &self.random)
    foci = []
    for focus in system.foci {
      foci.append(FocusState(focus, ratePerMinute: ratePerMinute, using: &self.random))
    }
    circuitRate = system.atria.circuitRate(using: &self.random)
    pacemaker = stages[0].pacing.map { PacemakerClock($0, ratePerMinute: ratePerMinute) }
    for (number, stage) in stages.enumerated().dropFirst() {
      queue.add(.stage(number), at: stage.start)
    }
    if system.sinus != nil {
      queue.add(.sinus(ticket: 0), at: start + sinus.interval * self.random.uniform())
    }
    for index in foci.indices {
      guard case .automatic = system.foci[index].timing else { continue }
      let first = foci[index].interval * (0.5 + self.random.uniform())
      queue.add(.focus(index, ticket: 0), at: start + first)
    }
    if circuitRate != nil { queue.add(.circuit, at: start) }
    startPacemaker(at: start)
  }

  private mutating func meet(_ impulse: Impulse, at time: Double) {
    switch impulse {
    case .sinus(let ticket):
      guard ticket == sinus.ticket else { return }
      fireSinus(at: time)
    case .focus(let index, let ticket):
      guard ticket == foci[index].ticket else { return }
      fireFocus(index, at: time)
    case .atria(let activation): activateAtria(activation)
    case .ventricles(let activation): activateVentricles(activation)
    case .circuit: turnCircuit(at: time)
    case .stage(let number): begin(number, at: time)
    case .timer(let timer, let ticket):
      guard ticket == pacemaker?.ticket(of: timer) else { return }
      timerRunsOut(timer, at: time)
    }
  }

  // MARK: - Atria

  mutating func activateAtria(_ activation: ChamberActivation) {
    let time = activation.time
    guard circuitRate == nil, time - lastAtrial >= system.atria.refractoryTime else { return }
    lastAtrial = time
    activity.atria.append(activation.inStage(stage))
    if activation.origin != .sinus { resetSinus(at: time) }
    for index in foci.indices where system.foci[index].site == .atria {
      guard activation.origin != .focus(index) else { continue }
      meetFocus(index, at: time, rrInterval: sinus.interval, isNative: activation.origin == .sinus)
    }
    senseAtrium(at: time, isPaced: activation.origin == .paced)
    enterPathway(at: time)
    if activation.origin != .retrograde { enterNode(at: time) }
  }

  /// A turn of flutter or an impulse of fibrillation reaches the node.
  private mutating func turnCircuit(at time: Double) {
    guard let circuitRate else { return }
    if system.atria.flutterPerMinute != nil { activity.flutterTurns.append(time) }
    enterPathway(at: time)
    enterNode(at: time)
    let wait = system.atria.flutterPerMinute != nil ? 1 : -log(random.uniform())
    queue.add(.circuit, at: time + wait / circuitRate)
  }

  private mutating func enterPathway(at time: Double) {
    guard let pathway = system.pathway, let delay = pathway.delay, time >= pathwayRefractoryUntil
    else { return }
    pathwayRefractoryUntil = time + pathway.refractoryTime
    queue.add(
      .ventricles(
        ChamberActivation(time: time + delay, origin: .pathway, beat: pathway.beat)),
      at: time + delay)
  }

  private mutating func enterNode(at time: Double) {
    guard let exit = node.exit(of: time, system.node, using: &random),
      node.passesBundle(at: exit, system.bundle, using: &random)
    else { return }
    queue.add(.ventricles(ChamberActivation(time: exit, origin: .conducted)), at: exit)
  }

  // MARK: - Ventricles

  mutating func activateVentricles(_ activation: ChamberActivation) {
    let time = activation.time
    guard time - lastVentricular >= system.ventricularRefractoryTime else { return }
    lastVentricular = time
    activity.ventricles.append(activation.inStage(stage))
    let isNative = activation.origin == .conducted || activation.origin == .pathway
    for index in foci.indices where system.foci[index].site != .atria {
      guard activation.origin != .focus(index) else { continue }
      meetFocus(index, at: time, rrInterval: sinus.interval, isNative: isNative)
    }
    senseVentricle(at: time, isPaced: activation.origin == .paced)
    if activation.origin != .conducted { climbNode(at: time, activation.origin) }
    if let pathway = system.pathway, let delay = pathway.retrogradeDelay,
      activation.origin != .pathway, time >= pathwayRefractoryUntil
    {
      pathwayRefractoryUntil = time + pathway.refractoryTime
      queue.add(
        .atria(
          ChamberActivation(
            time: time + delay, origin: .pathway, beat: pathway.retrogradeBeat)),
        at: time + delay)
    }
  }

  /// An impulse from below enters the node: it conceals itself there or reaches the atria.
  private mutating func climbNode(at time: Double, _ origin: ChamberActivation.Origin) {
    guard node.climbs(at: time, system.node), let delay = system.node.retrogradeDelay else {
      return
    }
    // A junctional focus has its own way up.
    if case .focus(let index) = origin, system.foci[index].site == .junction { return }
    queue.add(
      .atria(ChamberActivation(time: time + delay, origin: .retrograde)), at: time + delay)
  }
}

extension ElectricalActivity {
  /// What happens from a time on.
  func since(_ time: Double) -> ElectricalActivity {
    var rest = self
    rest.atria.removeAll { $0.time < time }
    rest.ventricles.removeAll { $0.time < time }
    rest.flutterTurns.removeAll { $0 < time }
    rest.pulses.removeAll { $0.time < time }
    return rest
  }
}

extension RandomNumberGenerator {
  /// A number drawn uniformly from a range.
  mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }
}
