/// How accurate each step must be; always stated by the caller.
///
/// CVODES accepts a step when the root mean square over the components of error_i / (relative ·
/// |y_i| + absolute_i) is at most 1. Errors of many steps add up: ask for ten times more than the
/// result must have. Source: Hindmarsh and Serban, User Documentation for CVODES v6.4.1, section
/// 2.1.
public struct Tolerances: Sendable, Hashable {
  /// The absolute part: one value for all components, or one each.
  public enum Absolute: Sendable, Hashable {
    /// The same for all components.
    case scalar(Double)
    /// One for each component.
    case vector([Double])
  }

  /// The error allowed relative to a component's size, in (0, 1).
  public let relative: Double
  /// The error allowed where a component is near zero, in the component's own unit.
  public let absolute: Absolute

  /// The same absolute tolerance for every component.
  public init(relative: Double, absolute: Double) {
    self.init(relative: relative, absolute: .scalar(absolute))
  }

  /// An absolute tolerance for each component, for states of different units or sizes.
  public init(relative: Double, absolute: [Double]) {
    self.init(relative: relative, absolute: .vector(absolute))
  }

  /// Checks and keeps both parts.
  public init(relative: Double, absolute: Absolute) {
    precondition(relative > 0 && relative < 1, "relative tolerance \(relative) is not in (0, 1)")
    let values =
      switch absolute {
      case .scalar(let value): [value]
      case .vector(let values): values
      }
    precondition(
      values.allSatisfy { $0 >= 0 && $0.isFinite },
      "absolute tolerance \(values) is negative or not finite")
    self.relative = relative
    self.absolute = absolute
  }

  /// One absolute tolerance for each of `count` components.
  func absoluteValues(count: Int, of what: String) -> [Double] {
    switch absolute {
    case .scalar(let value): return Array(repeating: value, count: count)
    case .vector(let values):
      precondition(
        values.count == count, "\(values.count) absolute tolerances for \(count) \(what)")
      return values
    }
  }
}
