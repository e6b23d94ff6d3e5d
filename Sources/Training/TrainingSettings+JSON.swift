public import Foundation

extension TrainingSettings {
  /// Defaults with what a JSON document says in their place.
  ///
  /// - Parameters:
  ///   - json: An object with any of the settings' keys, nested as `--dry-run` prints them.
  ///   - name: What messages call it.
  /// - Throws: `TrainingError.Code.unreadable` naming a key that there is not, or a value of another kind.
  public init(json: Data, name: String) throws(TrainingError) {
    do {
      let defaults = try JSONSerialization.jsonObject(
        with: JSONEncoder().encode(TrainingSettings()))
      let theirs = try JSONSerialization.jsonObject(with: json)
      let merged = try Self.merged(defaults, theirs, at: "", of: name)
      self = try JSONDecoder().decode(
        TrainingSettings.self, from: JSONSerialization.data(withJSONObject: merged))
    } catch let error as TrainingError {
      throw error
    } catch {
      throw TrainingError(
        .unreadable, "\(name) holds no settings: \(error); '--dry-run' prints some",
        underlying: error)
    }
  }

  /// Objects are merged key by key, everything else is replaced.
  private static func merged(
    _ defaults: Any, _ theirs: Any, at path: String, of name: String
  ) throws(TrainingError) -> Any {
    guard var result = defaults as? [String: Any] else { return theirs }
    guard let given = theirs as? [String: Any] else {
      throw TrainingError(
        .unreadable, "\(name): \(path.isEmpty ? "it" : "'\(path)'") should be an object")
    }
    for (key, value) in given {
      let place = path.isEmpty ? key : "\(path).\(key)"
      guard let old = result[key] else {
        throw TrainingError(
          .unreadable,
          "\(name) has the key '\(place)', which there is not; there are "
            + result.keys.sorted().joined(separator: ", "))
      }
      result[key] = try merged(old, value, at: place, of: name)
    }
    return result
  }
}
