/// A lead outside the standard twelve that a dipole can be projected to.
public enum ExtraLead: String, CaseIterable, Sendable, Codable {
  /// Right chest.
  case V3R, V4R
  /// Back.
  case V7, V8, V9

  /// The weights of X, Y and Z.
  ///
  /// V4R: Frank's image surface, Edenbrandt 1994. The others are constructions of this project and
  /// approximate: V3R is the midpoint of V1 and V4R, V7-V9 continue angle and length of V4-V6.
  public var weights: [Double] {
    switch self {
    case .V3R: [-0.526, 0.127, -0.595]
    case .V4R: [-0.537, 0.096, -0.272]
    case .V7: [0.55, 0.05, 0.37]
    case .V8: [0.33, 0.04, 0.42]
    case .V9: [0.15, 0.03, 0.42]
    }
  }

  /// Whether the weights are published; outputs label the others as approximate.
  public var isPublished: Bool { self == .V4R }
}
