/// PTB-XL's column of statement codes.
public enum SCPCodes {
  /// Codes with their likelihood in percent, of a text such as `{'NORM': 100.0, 'SR': 0.0}`.
  ///
  /// What is not of this form is left out.
  public static func likelihoods(_ text: String) -> [String: Double] {
    var found: [String: Double] = [:]
    for pair in text.split(whereSeparator: { "{},".contains($0) }) {
      let parts = pair.split(separator: ":")
      guard parts.count == 2 else { continue }
      let name = parts[0].filter { $0 != "'" && $0 != "\"" && $0 != " " }
      if let value = Double(parts[1].filter { $0 != " " }), !name.isEmpty { found[name] = value }
    }
    return found
  }
}
