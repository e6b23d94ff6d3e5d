/// The laws of Einthoven and Goldberger, which give four of the twelve leads from I and II.
///
/// III = II − I, aVR = −(I + II)/2, aVL = I − II/2, aVF = II − I/2. These leads are always computed,
/// never stored, tabulated or generated.
public enum LimbLeads {
  /// The weights of I and II in a limb lead, or `nil` for a chest lead.
  public static func weights(of lead: Lead) -> (I: Double, II: Double)? {
    switch lead {
    case .I: (1, 0)
    case .II: (0, 1)
    case .III: (-1, 1)
    case .aVR: (-0.5, -0.5)
    case .aVL: (1, -0.5)
    case .aVF: (-0.5, 1)
    case .V1, .V2, .V3, .V4, .V5, .V6: nil
    }
  }
}
