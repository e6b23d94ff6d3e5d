import Foundation

/// The breathing that a record's baseline shares with its heart: sin 2π(start + frequency · t).
public struct RespiratoryCycle: Sendable, Equatable {
  /// Breaths a second.
  public var breathsPerSecond: Double
  /// Where it stands at time 0, in turns.
  public var start: Double

  /// Creates a cycle.
  ///
  /// - Precondition: from 0 to 2 breaths a second.
  public init(breathsPerSecond: Double, start: Double) {
    precondition(
      (0...2).contains(breathsPerSecond) && start.isFinite,
      "\(breathsPerSecond) breaths a second from turn \(start)")
    self.breathsPerSecond = breathsPerSecond
    self.start = start
  }

  /// The breath at each sample.
  func samples(count: Int, rate: Double) -> [Float] {
    var row = [Float](repeating: 0, count: count)
    // A rotation a sample; started afresh often enough for its rounding not to add up.
    let turn = 2 * .pi * breathsPerSecond / rate
    let (c, s) = (cos(turn), sin(turn))
    var (x, y) = (0.0, 0.0)
    for n in 0..<count {
      if n % 1024 == 0 {
        let angle = 2 * .pi * start + turn * Double(n)
        (x, y) = (cos(angle), sin(angle))
      }
      row[n] = Float(y)
      (x, y) = (c * x - s * y, s * x + c * y)
    }
    return row
  }
}
