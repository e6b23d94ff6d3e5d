import ArgumentParser
import Electrocardiogram

/// Which channels of a record a command works on: by name, or by their number in the file from 0.
struct ChannelSelection: ExpressibleByArgument {
  /// Names or numbers; `nil` for all that there are.
  let wanted: [String]?

  /// Every channel that there is.
  static let all = ChannelSelection(wanted: nil)

  private init(wanted: [String]?) { self.wanted = wanted }

  var defaultValueDescription: String { "all" }

  init?(argument: String) {
    if argument == "all" {
      wanted = nil
      return
    }
    let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.allSatisfy({ !$0.isEmpty }), Set(names).count == names.count else { return nil }
    wanted = names
  }

  /// The channels of a recording that are meant, limb leads that follow from I and II among them.
  ///
  /// - Throws: a failure that names the first channel that is not there, and those that are.
  func channels(of recording: Recording) throws -> [ChannelName] {
    let available = recording.availableNames
    guard let wanted else { return available }
    let numbered = recording.channelNames
    var chosen: [ChannelName] = []
    for text in wanted {
      let name = ChannelName(text)
      let sameLetters = available.first { $0.text.lowercased() == text.lowercased() }
      let byNumber = Int(text).flatMap { numbered.indices.contains($0) ? numbered[$0] : nil }
      guard let found = available.contains(name) ? name : sameLetters ?? byNumber else {
        let held = numbered.enumerated().map { "\($0) \($1)" }.joined(separator: ", ")
        throw Failure(
          .badInput,
          "--leads: record '\(recording.name)' has no channel '\(text)'; name some of \(held), or "
            + "give their numbers")
      }
      guard !chosen.contains(found) else {
        throw Failure(.badUse, "--leads names \(found) of record '\(recording.name)' twice")
      }
      chosen.append(found)
    }
    return chosen
  }

  /// Whether a fitted channel is shown.
  func shows(_ name: ChannelName) -> Bool {
    wanted?.contains { ChannelName($0) == name || $0.lowercased() == name.text.lowercased() }
      ?? true
  }
}
