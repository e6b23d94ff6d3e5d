/// The fold of a patient of a data set whose publisher gives none.
public enum PatientFold {
  /// A fold from 1 to 10 that depends on the name alone: FNV-1a and MurmurHash3's finaliser.
  ///
  /// - Parameter name: The data set's name, a slash and the patient's.
  /// - Returns: The same for the same name, today and elsewhere.
  public static func fold(ofPatient name: String) -> Int {
    var hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
    }
    // Without it names that differ in their last digits share their high bits.
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return Int((hash ^ (hash >> 33)) % 10) + 1
  }
}
