/// A function of time and state whose zero crossings the solver locates.
///
/// A function that is exactly zero at the start counts only after it has left zero, so that a solve
/// can be restarted from an event.
public struct Event {
  /// Which crossings count, in the direction of integration.
  public enum Direction: Sendable, Hashable {
    /// From negative to positive.
    case rising
    /// From positive to negative.
    case falling
    /// Both.
    case either
  }

  /// The function g(t, y) that crosses zero.
  public typealias Function = (_ time: Double, _ state: Span<Double>) throws -> Double

  let direction: Direction
  let isTerminal: Bool
  let function: Function

  /// Makes an event.
  ///
  /// - Parameters:
  ///   - direction: Which crossings count.
  ///   - isTerminal: Whether the solve ends at the first one.
  ///   - function: g(t, y), continuous and with a sign change at the event: a zero that is only
  ///     touched, or two crossings within one step, are not seen.
  public init(_ direction: Direction, isTerminal: Bool, function: @escaping Function) {
    self.direction = direction
    self.isTerminal = isTerminal
    self.function = function
  }
}

/// One crossing that the solver found.
public struct EventOccurrence: Sendable, Hashable {
  /// The position of the event in the list given to the solve.
  public let event: Int
  /// When it happened, exact to about 100 units of rounding of the time and the step.
  public let time: Double
  /// The state at that time, shape `[n]`.
  public let state: [Double]
  /// Whether the function rose through zero; it fell otherwise.
  public let isRising: Bool
}
