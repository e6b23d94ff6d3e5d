/// How much of a text is copied from others, word for word.
public enum VerbatimShare {
  /// Words of a run that counts as copied.
  public static let runLength = 5

  /// The share of a text's words that stand in a run of five or more that one source has too; 0 for no words.
  public static func share(of text: String, copiedFrom sources: [String]) -> Double {
    let words = words(text)
    guard !words.isEmpty else { return 0 }
    var runs: Set<ArraySlice<String>> = []
    for source in sources {
      let others = Self.words(source)
      for start in others.indices.dropLast(runLength - 1) {
        runs.insert(others[start..<start + runLength])
      }
    }
    var isCopied = [Bool](repeating: false, count: words.count)
    for start in words.indices.dropLast(runLength - 1)
    where runs.contains(words[start..<start + runLength]) {
      for index in start..<start + runLength { isCopied[index] = true }
    }
    return Double(isCopied.count { $0 }) / Double(words.count)
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
