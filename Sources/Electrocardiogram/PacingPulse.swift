/// A stimulus of a pacemaker.
public struct PacingPulse: Sendable, Equatable, Codable {
  /// The chamber that is stimulated.
  public enum Chamber: String, Sendable, Codable, CaseIterable {
    /// Right atrium.
    case atrium = "A"
    /// Right ventricle.
    case rightVentricle = "V"
    /// Left ventricle.
    case leftVentricle = "L"
  }

  /// Start in seconds from the start of the recording; not rounded to a sample.
  public var time: Double
  /// Duration in seconds.
  public var width: Double
  /// Chamber that it stimulates.
  public var chamber: Chamber

  /// Creates a pulse.
  public init(time: Double, width: Double, chamber: Chamber) {
    self.time = time
    self.width = width
    self.chamber = chamber
  }
}
