/// The name of a signal: one of the twelve standard leads, or what the file calls it.
///
/// Two spellings of a standard lead are one name. Every other name stands for itself: `MLII` is not
/// lead II, and no law relates `ECG1` to another lead.
public struct ChannelName: Hashable, Sendable, CustomStringConvertible {
  /// The printed name.
  public let text: String
  /// The standard lead that it means, if it means one.
  public let lead: Lead?

  /// The name of a standard lead.
  public init(_ lead: Lead) {
    text = lead.rawValue
    self.lead = lead
  }

  /// Takes a name from a file or a command line.
  public init(_ text: String) {
    lead = Lead(name: text)
    self.text = lead?.rawValue ?? text
  }

  /// The printed name.
  public var description: String { text }
}

extension ChannelName: Codable {
  /// Reads the printed name.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the printed name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension Recording {
  /// A name for every channel, in the file's order, no two of them alike.
  ///
  /// A channel whose name an earlier one has gets its number, from 0, after it: `ECG#1`.
  public var channelNames: [ChannelName] {
    var names: [ChannelName] = []
    for (index, channel) in channels.enumerated() {
      let name = ChannelName(channel.name)
      names.append(names.contains(name) ? ChannelName("\(name)#\(index)") : name)
    }
    return names
  }

  /// The names of all that the recording tells: the twelve leads as far as they are held or follow from
  /// I and II, in their order, then every other channel.
  public var availableNames: [ChannelName] {
    let held = Set(channels.compactMap(\.lead))
    let follows = held.isSuperset(of: [.I, .II])
    return Lead.allCases.filter {
      held.contains($0) || (follows && LimbLeads.weights(of: $0) != nil)
    }
    .map(ChannelName.init) + channelNames.filter { $0.lead == nil }
  }

  /// The samples of a channel, or of a limb lead that follows from I and II, in millivolts.
  ///
  /// - Returns: `nil` if there is no such channel.
  public func millivolts(of name: ChannelName) -> [Double]? {
    if let lead = name.lead { return millivolts(of: lead) }
    return channelNames.firstIndex(of: name).map { channels[$0].millivolts }
  }
}
