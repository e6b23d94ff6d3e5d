import Foundation
import RandomNumbers
import RhythmLibrary

/// What swings the sinus node: one breath for the whole body, and the waves of blood pressure.
public struct SinusOscillations: Sendable, Equatable {
  /// Breaths a second.
  public var breathsPerSecond: Double
  /// Where breathing stands at time 0, in turns.
  public var breathStart: Double
  /// Where the waves of blood pressure stand at time 0, in turns.
  public var slowStart: Double

  /// What moves the interval in place of the node's own swings, if a spectrum was asked for.
  public var process: RRProcess?

  /// Waves of blood pressure a second (Mayer waves).
  static let slowFrequency = 0.1

  /// Nothing moves.
  public static let none = SinusOscillations(breathsPerSecond: 0, breathStart: 0, slowStart: 0)

  /// Creates oscillations.
  public init(breathsPerSecond: Double, breathStart: Double, slowStart: Double) {
    self.breathsPerSecond = breathsPerSecond
    self.breathStart = breathStart
    self.slowStart = slowStart
  }

  /// Breathing and pressure at a time, each from −1 to 1.
  func levels(at time: Double) -> (breath: Double, slow: Double) {
    (
      sin(2 * .pi * (breathStart + breathsPerSecond * time)),
      sin(2 * .pi * (slowStart + Self.slowFrequency * time))
    )
  }
}

/// The sinus node of a record.
struct SinusState {
  /// Mean interval in seconds.
  let interval: Double
  /// The number of times that it was set.
  var ticket = 0
  /// Beats until the next pause.
  var beatsToArrest: Int?

  init(_ node: SinusNode?, ratePerMinute: Double, using random: inout Philox) {
    interval =
      60
      / (node?.perMinute.map { random.uniform(in: $0) } ?? ratePerMinute * (node?.timesRate ?? 1))
    beatsToArrest = node?.arrest.map { Int.random(in: $0.every, using: &random) }
  }
}

extension ConductionEngine {
  mutating func fireSinus(at time: Double) {
    sinus.ticket += 1
    queue.add(.sinus(ticket: sinus.ticket), at: time + nextSinusInterval(at: time))
    activateAtria(ChamberActivation(time: time, origin: .sinus))
  }

  /// An impulse from elsewhere enters the sinus node and discharges it.
  mutating func resetSinus(at time: Double) {
    guard let node = system.sinus else { return }
    sinus.ticket += 1
    queue.add(
      .sinus(ticket: sinus.ticket),
      at: time + 2 * node.conductionTime + nextSinusInterval(at: time))
  }

  /// Draws the length of a pause until it is clear of whole multiples of the interval.
  ///
  /// A range without any such length gives the last of a hundred draws.
  private mutating func pause(_ arrest: SinusArrest) -> Double {
    var pause = 0.0
    for _ in 0..<100 {
      pause = random.uniform(in: arrest.pause)
      let turns = pause / sinus.interval
      if abs(turns - turns.rounded()) >= arrest.clearance { break }
    }
    return pause
  }

  private mutating func nextSinusInterval(at time: Double) -> Double {
    guard let node = system.sinus else { return .infinity }
    if let left = sinus.beatsToArrest, let arrest = node.arrest {
      sinus.beatsToArrest = left - 1
      if left <= 1 {
        sinus.beatsToArrest = Int.random(in: arrest.every, using: &random)
        return pause(arrest)
      }
    }
    if let process = oscillations.process {
      return max(sinus.interval + process.deviation(at: time), 0.2 * sinus.interval)
    }
    let (breath, slow) = oscillations.levels(at: time)
    let swing = node.respiratorySwing * breath + node.slowSwing * slow
    let jitter = node.jitter > 0 ? node.jitter * random.normal() : 0
    return max(sinus.interval + swing + jitter, 0.2 * sinus.interval)
  }
}
