/// The records of LUDB that the delineator was tuned on, and those that it is reported on.
///
/// Records of one kind of rhythm (paced, fibrillation, flutter, wandering pacemaker, else as the
/// database words it), kinds in alphabetical order, are ordered by the FNV-1a hash of "1/" and their
/// number; every third of the whole list is held out. A test derives the list from `ludb.csv`.
public enum LUDBSplit {
  /// Numbers of the records that no constant was chosen on.
  ///
  /// Of the 90 records at hand; the other 60 are for tuning.
  public static let heldOut: Set<Int> = [
    4, 8, 11, 21, 35, 36, 39, 40, 55, 59, 63, 65, 72, 76, 89, 98, 101, 105, 124, 129, 140, 147, 162,
    165, 169, 178, 183, 188, 196, 199,
  ]

  /// The kind of rhythm, from the database's columns `Rhythms` and `Cardiac pacing`.
  public static func kind(rhythm: String, pacing: String) -> String {
    if pacing.contains(where: { !$0.isWhitespace }) { return "paced" }
    for (word, kind) in [
      ("fibrillation", "fibrillation"), ("flutter", "flutter"), ("Wandering", "wandering"),
    ] where rhythm.contains(word) {
      return kind
    }
    return rhythm
  }

  /// FNV-1a, 64 bits.
  public static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
