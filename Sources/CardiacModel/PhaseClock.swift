/// A phase that advances at constant speed.
public struct PhaseClock: Sendable, Equatable, Codable {
  /// Phase at time 0, in radians.
  public var phaseAtStart: Double
  /// Speed ω in radians a second; positive.
  public var angularVelocity: Double

  /// Creates a clock.
  public init(phaseAtStart: Double, angularVelocity: Double) {
    precondition(
      angularVelocity > 0 && angularVelocity.isFinite && phaseAtStart.isFinite,
      "clock at \(phaseAtStart) rad turns at \(angularVelocity) rad/s")
    self.phaseAtStart = phaseAtStart
    self.angularVelocity = angularVelocity
  }

  /// A clock whose phase is 0 at a time and again after every period, both in seconds.
  public init(zeroAt time: Double, period: Double) {
    precondition(period > 0, "period \(period) s is not positive")
    let ω = 2 * Double.pi / period
    self.init(phaseAtStart: wrap(-ω * time), angularVelocity: ω)
  }

  /// Seconds for one turn.
  public var period: Double { 2 * .pi / angularVelocity }

  /// The phase at a time in seconds, in [−π, π).
  public func phase(at time: Double) -> Double { wrap(phaseAtStart + angularVelocity * time) }

  /// The first time, at or after 0, at which the clock shows a phase.
  public func firstTime(of phase: Double) -> Double {
    let turn = 2 * Double.pi
    let ahead = (phase - phaseAtStart).truncatingRemainder(dividingBy: turn)
    return (ahead < 0 ? ahead + turn : ahead) / angularVelocity
  }
}
