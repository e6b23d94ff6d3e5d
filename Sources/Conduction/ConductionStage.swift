import Foundation
import RandomNumbers
public import RhythmLibrary

/// What the heart is from a time on: paroxysms, runs and failing pacemakers are hearts that change.
public struct ConductionStage: Sendable, Equatable {
  /// When it begins, in seconds from the start of the record.
  public var start: Double
  /// The heart.
  public var system: ConductionSystem
  /// Its pacemaker, whose programmed rate is the stage's.
  public var pacing: Pacing?
  /// Beats a minute for every clock without a rate of its own.
  public var ratePerMinute: Double

  /// Creates a stage.
  public init(
    start: Double, system: ConductionSystem, pacing: Pacing? = nil, ratePerMinute: Double
  ) {
    precondition(ratePerMinute > 0, "\(ratePerMinute)/min")
    self.start = start
    self.system = system
    self.pacing = pacing
    self.ratePerMinute = ratePerMinute
  }
}

extension ConductionEngine {
  /// Changes the heart, in the midst of its course.
  ///
  /// Clocks are set anew: the sinus node fires one of its new intervals after the last beat of the atria.
  /// Tissue remembers: what is on its way arrives, and who was refractory still is.
  mutating func begin(_ number: Int, at time: Double) {
    let new = stages[number]
    let hadCircuit = circuitRate != nil
    (stage, system) = (number, new.system)
    queue.keep { impulse in
      switch impulse {
      case .atria, .ventricles, .stage: true
      case .sinus, .focus, .circuit, .timer: false
      }
    }
    let ticket = sinus.ticket + 1
    sinus = SinusState(system.sinus, ratePerMinute: new.ratePerMinute, using: &random)
    sinus.ticket = ticket
    if system.sinus != nil {
      // A node that fibrillating atria held down wakes after one interval.
      let last = hadCircuit || !lastAtrial.isFinite ? time : lastAtrial
      queue.add(.sinus(ticket: ticket), at: max(time, last + sinus.interval))
    }
    node.change(to: system.node, rrInterval: 60 / new.ratePerMinute, using: &random)
    foci = []
    for focus in system.foci {
      foci.append(FocusState(focus, ratePerMinute: new.ratePerMinute, using: &random))
    }
    for index in foci.indices {
      guard case .automatic = system.foci[index].timing else { continue }
      queue.add(
        .focus(index, ticket: 0), at: max(time, lastVentricular + foci[index].interval))
    }
    circuitRate = system.atria.circuitRate(using: &random)
    if circuitRate != nil { queue.add(.circuit, at: time) }
    pacemaker = new.pacing.map { PacemakerClock($0, ratePerMinute: new.ratePerMinute) }
    startPacemaker(at: lastVentricular.isFinite ? lastVentricular : time, notBefore: time)
  }
}

extension AtrialTissue {
  /// Impulses a second of a record's circuit, drawn; `nil` if there is none.
  func circuitRate(using random: inout Philox) -> Double? {
    fibrillationPerSecond.map { random.uniform(in: $0) }
      ?? flutterPerMinute.map { random.uniform(in: $0) / 60 }
  }
}
