/// A mark at one sample of a recording, in the vocabulary of PhysioNet's annotation files.
public struct Annotation: Sendable, Equatable {
  /// Sample index from the start of the recording.
  public var sample: Int
  /// The mnemonic, such as `N` (normal beat), `V` (ventricular), `(` (wave onset), `+` (rhythm).
  public var symbol: String
  /// Subtype; its meaning depends on the symbol.
  public var subtype: Int
  /// The signal that the mark belongs to.
  public var channel: Int
  /// A number; delineations put the wave's kind here (0 P, 1 QRS, 2 T).
  public var number: Int
  /// Text, such as `(AFIB` with a rhythm change.
  public var text: String

  /// Creates a mark.
  public init(
    sample: Int, symbol: String, subtype: Int = 0, channel: Int = 0, number: Int = 0,
    text: String = ""
  ) {
    self.sample = sample
    self.symbol = symbol
    self.subtype = subtype
    self.channel = channel
    self.number = number
    self.text = text
  }
}
