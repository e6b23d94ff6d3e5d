/// One of the twelve standard leads, in the order in which files and arrays hold them.
///
/// Raw values are the printed names. Address leads by name, never by position: published data sets
/// order the augmented leads differently (PTB-XL aVR, aVL, aVF; MIMIC-IV-ECG aVR, aVF, aVL).
public enum Lead: String, CaseIterable, Hashable, Sendable, Codable {
  /// Limb leads of Einthoven.
  case I, II, III
  /// Augmented limb leads of Goldberger.
  case aVR, aVL, aVF
  /// Chest leads.
  case V1, V2, V3, V4, V5, V6

  /// The eight leads from which the other four follow: I, II, V1 … V6.
  public static let independent: [Lead] = [.I, .II, .V1, .V2, .V3, .V4, .V5, .V6]

  /// The six leads of the frontal plane.
  public static let limb: [Lead] = [.I, .II, .III, .aVR, .aVL, .aVF]

  /// The six chest leads.
  public static let chest: [Lead] = [.V1, .V2, .V3, .V4, .V5, .V6]

  /// Reads a lead's name as data sets spell it, whatever its case, with or without the word "lead".
  ///
  /// `AVR`, `avr` and `aVR` are the same lead; `MLII` is not lead II (its electrodes are on the
  /// chest) and is refused, as is every other name.
  public init?(name: String) {
    var folded = name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
    if folded.hasPrefix("lead") { folded.removeFirst(4) }
    guard let lead = Lead.allCases.first(where: { $0.rawValue.lowercased() == folded }) else {
      return nil
    }
    self = lead
  }
}
