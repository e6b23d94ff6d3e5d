import Electrocardiogram

/// Which leads look at neighbouring walls of the heart.
///
/// Chest leads in their order; limb leads in the order of Cabrera, aVL, I, −aVR, II, aVF, III. The
/// wording of the Fourth Universal Definition of MI (2018) was not checked.
public enum ContiguousLeads {
  /// Neighbours stand next to each other in one of the rows.
  public static let rows: [[SignedLead]] = [
    [Lead.V1, .V2, .V3, .V4, .V5, .V6].map { SignedLead($0) },
    [
      SignedLead(.aVL), SignedLead(.I), SignedLead(.aVR, isInverted: true), SignedLead(.II),
      SignedLead(.aVF), SignedLead(.III),
    ],
  ]

  /// All pairs of neighbours.
  public static let pairs: [(SignedLead, SignedLead)] = rows.flatMap {
    Array(zip($0, $0.dropFirst()))
  }
}
