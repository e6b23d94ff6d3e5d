import Electrocardiogram
import RandomNumbers
import RhythmLibrary

/// The pacemaker of a record: its timers, what it senses and what it stimulates.
///
/// Timing is based on the ventricles, as in most devices: from a ventricular event the lower rate
/// interval less the AV delay runs to an atrial pulse, and from an atrial event the AV delay to a
/// ventricular pulse, never sooner than the upper rate allows. Source: textbook (NBG code; lower rate,
/// AV delay, PVARP, upper rate).
struct PacemakerClock {
  /// What a timer starts when it runs out.
  enum Timer: Int, CaseIterable {
    case atrial, ventricular
  }

  let pacing: Pacing
  /// Lower rate interval in seconds.
  let interval: Double
  /// The number of times that each timer was set.
  private var tickets = [0, 0]
  /// Whether the AV delay runs.
  var isDelaying = false
  /// Until when atrial events are not seen.
  var atriumBlindUntil = -Double.infinity
  var lastVentricular = -Double.infinity
  /// Pulses until one fails to capture.
  var toFailure: Int?

  init(_ pacing: Pacing, ratePerMinute: Double) {
    self.pacing = pacing
    interval = 60 / (pacing.lowerRatePerMinute ?? ratePerMinute)
  }

  func ticket(of timer: Timer) -> Int { tickets[timer.rawValue] }

  /// Stops a timer.
  mutating func stop(_ timer: Timer) -> Int {
    tickets[timer.rawValue] += 1
    return tickets[timer.rawValue]
  }
}

extension ConductionEngine {
  mutating func startPacemaker(at time: Double, notBefore earliest: Double = -.infinity) {
    guard let clock = pacemaker else { return }
    set(
      clock.pacing.mode == .VVI ? .ventricular : .atrial,
      at: max(time + clock.interval, earliest))
  }

  private mutating func set(_ timer: PacemakerClock.Timer, at time: Double) {
    guard let ticket = pacemaker?.stop(timer) else { return }
    queue.add(.timer(timer, ticket: ticket), at: time)
  }

  // MARK: - Sensing

  mutating func senseAtrium(at time: Double, isPaced: Bool) {
    guard let clock = pacemaker, !isPaced, isSensed(clock.pacing.sensing) else { return }
    switch clock.pacing.mode {
    case .VVI: return
    case .AAI: set(.atrial, at: time + clock.interval)
    case .DDD:
      guard time >= clock.atriumBlindUntil, !clock.isDelaying else { return }
      _ = pacemaker?.stop(.atrial)
      startDelay(at: time)
    }
  }

  mutating func senseVentricle(at time: Double, isPaced: Bool) {
    guard let clock = pacemaker, !isPaced, isSensed(clock.pacing.sensing) else { return }
    ventricularEvent(at: time)
  }

  private mutating func isSensed(_ sensing: Double) -> Bool {
    sensing >= 1 || random.uniform() < sensing
  }

  // MARK: - Timing

  /// A ventricular pulse, or a complex that was sensed.
  private mutating func ventricularEvent(at time: Double) {
    guard let clock = pacemaker else { return }
    pacemaker?.lastVentricular = time
    switch clock.pacing.mode {
    case .AAI: return
    case .VVI: set(.ventricular, at: time + clock.interval)
    case .DDD:
      pacemaker?.isDelaying = false
      _ = pacemaker?.stop(.ventricular)
      pacemaker?.atriumBlindUntil = time + clock.pacing.atrialRefractoryTime
      set(.atrial, at: time + clock.interval - clock.pacing.avDelay)
    }
  }

  /// Lets the AV delay run, or longer where the upper rate asks for it.
  private mutating func startDelay(at time: Double) {
    guard let clock = pacemaker else { return }
    pacemaker?.isDelaying = true
    let earliest = clock.lastVentricular + 60 / clock.pacing.upperRatePerMinute
    set(.ventricular, at: max(time + clock.pacing.avDelay, earliest))
  }

  mutating func timerRunsOut(_ timer: PacemakerClock.Timer, at time: Double) {
    guard let clock = pacemaker else { return }
    switch timer {
    case .atrial:
      stimulate(atria: true, at: time)
      if clock.pacing.mode == .AAI {
        set(.atrial, at: time + clock.interval)
      } else {
        startDelay(at: time)
      }
    case .ventricular:
      stimulate(atria: false, at: time)
      ventricularEvent(at: time)
    }
  }

  /// Emits the pulses of a chamber; the muscle answers where the output suffices.
  private mutating func stimulate(atria: Bool, at time: Double) {
    guard let pacing = pacemaker?.pacing else { return }
    let isEffective = captures(pacing.capture)
    let own = pacing.stimuli.indices.filter { (pacing.stimuli[$0].chamber == .atrium) == atria }
    // The first pulse of a chamber keeps the time; others follow as far as they are stated apart.
    guard let first = own.first else { return }
    for index in own {
      let offset = pacing.stimuli[index].time - pacing.stimuli[first].time
      activity.pulses.append(
        EmittedPulse(
          time: time + offset, stimulus: index, isEffective: isEffective, stage: stage))
    }
    guard isEffective else { return }
    let answer = ChamberActivation(
      time: time - pacing.stimuli[first].time, origin: .paced,
      beat: atria ? pacing.atrialBeat : pacing.ventricularBeat, symbol: "/")
    queue.add(atria ? .atria(answer) : .ventricles(answer), at: answer.time)
  }

  private mutating func captures(_ failsEvery: ClosedRange<Int>?) -> Bool {
    guard let failsEvery else { return true }
    let left = (pacemaker?.toFailure ?? Int.random(in: failsEvery, using: &random)) - 1
    pacemaker?.toFailure = left > 0 ? left : Int.random(in: failsEvery, using: &random)
    return left > 0
  }
}
