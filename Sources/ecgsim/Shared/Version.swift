/// The version that files and `--version` state.
enum Version {
  static let current = "0.1.0"
  /// What every simulated artefact says of itself.
  static let notice = "synthetic, not for diagnosis"
}
