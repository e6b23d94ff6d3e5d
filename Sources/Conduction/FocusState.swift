import RandomNumbers
import RhythmLibrary

/// A focus of a record.
struct FocusState {
  /// Mean interval of an automatic focus in seconds.
  let interval: Double
  /// The number of times that it was set.
  var ticket = 0
  /// Beats of the heart until a coupled focus fires.
  var beatsToGo = 0
  /// Firings left in the present run, and their cycle in seconds.
  var run = 0
  var cycle = 0.0

  init(_ focus: Focus, ratePerMinute: Double, using random: inout Philox) {
    switch focus.timing {
    case .automatic(let perMinute, _):
      interval = 60 / (perMinute.map { random.uniform(in: $0) } ?? ratePerMinute)
    case .coupled(_, let every, _, _):
      interval = 60 / ratePerMinute
      beatsToGo = Int.random(in: every, using: &random)
    }
  }
}

extension ConductionEngine {
  mutating func fireFocus(_ index: Int, at time: Double) {
    let focus = system.foci[index]
    foci[index].ticket += 1
    switch focus.timing {
    case .automatic(_, let jitter):
      let wait = foci[index].interval + (jitter > 0 ? jitter * random.normal() : 0)
      schedule(index, at: time + max(wait, 0.2 * foci[index].interval))
    case .coupled:
      foci[index].run -= 1
      if foci[index].run > 0 { schedule(index, at: time + foci[index].cycle) }
    }
    let beat = focus.beats.isEmpty ? nil : focus.beats.randomElement(using: &random)
    let impulse = ChamberActivation(
      time: time, origin: .focus(index), beat: beat, symbol: focus.symbol)
    switch focus.site {
    case .atria: activateAtria(impulse)
    case .ventricles: activateVentricles(impulse)
    case .junction:
      // Whichever way is longer is met later; the shorter one at once.
      let lag = focus.retrogradeDelay ?? 0
      var down = impulse
      down.time += max(-lag, 0)
      var up = impulse
      up.time += max(lag, 0)
      up.beat = focus.retrogradeBeat
      queue.add(.ventricles(down), at: down.time)
      if focus.retrogradeDelay != nil { queue.add(.atria(up), at: up.time) }
    }
  }

  /// A beat of the heart reaches a focus: it sets a clock back, or is the beat that one is coupled to.
  mutating func meetFocus(_ index: Int, at time: Double, rrInterval: Double, isNative: Bool) {
    switch system.foci[index].timing {
    case .automatic(_, let jitter):
      foci[index].ticket += 1
      let wait = foci[index].interval + (jitter > 0 ? jitter * random.normal() : 0)
      schedule(index, at: time + max(wait, 0.2 * foci[index].interval))
    case .coupled(let coupling, let every, let run, let cycle):
      // A beat that comes before a run is over is not counted.
      guard isNative, foci[index].run <= 0 else { return }
      foci[index].beatsToGo -= 1
      guard foci[index].beatsToGo <= 0 else { return }
      foci[index].beatsToGo = Int.random(in: every, using: &random)
      foci[index].run = Int.random(in: run, using: &random)
      foci[index].cycle = random.uniform(in: cycle)
      foci[index].ticket += 1
      schedule(index, at: time + random.uniform(in: coupling) * rrInterval)
    }
  }

  private mutating func schedule(_ index: Int, at time: Double) {
    queue.add(.focus(index, ticket: foci[index].ticket), at: time)
  }
}
