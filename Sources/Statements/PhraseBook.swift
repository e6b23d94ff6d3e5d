import Electrocardiogram

/// Phrases and what they mean, found where they begin in a report.
struct PhraseBook: Sendable {
  enum Meaning: Sendable {
    case concept(Int)
    case code(Int, Lexicon.Code)
    case modifier(Lexicon.Attribute, Lexicon.Modifier.Place)
    case leads([Lead])
    case locator, join, turn, silent
  }

  /// One word of a phrase.
  private struct Slot: Sendable {
    struct Word: Sendable {
      let text: Substring
      let isBeginning: Bool
      let mayStop: Bool

      func matches(_ word: String) -> Bool { isBeginning ? word.hasPrefix(text) : word == text }
    }
    let words: [Word]
    let isOptional: Bool

    /// `a|b`, `a*`, `a.`, and `?` at the end of the whole.
    init(_ text: Substring) {
      isOptional = text.hasSuffix("?")
      words = (isOptional ? text.dropLast() : text).split(separator: "|").map { word in
        let (isBeginning, mayStop) = (word.hasSuffix("*"), word.hasSuffix("."))
        return Word(
          text: isBeginning || mayStop ? word.dropLast() : word, isBeginning: isBeginning,
          mayStop: mayStop)
      }
    }
  }

  private struct Phrase: Sendable {
    let slots: [Slot]
    let meaning: Meaning
  }

  private var phrases: [Phrase] = []
  /// Phrases by the first two letters of a word that may begin them.
  private var beginnings: [Substring: [Int]] = [:]
  private var single: Set<String> = []

  /// Adds a phrase; of equally long ones the first added counts.
  mutating func add(
    _ phrase: String, _ meaning: Meaning, _ file: String
  ) throws(StatementError) {
    let slots = phrase.split(separator: " ").map(Slot.init)
    guard slots.contains(where: { !$0.isOptional }), slots.allSatisfy({ !$0.words.isEmpty }) else {
      throw StatementError(.malformedLexicon, "\(file) has the phrase '\(phrase)', which is empty")
    }
    if slots.count == 1 {
      for word in slots[0].words where !word.isBeginning { single.insert(String(word.text)) }
    }
    phrases.append(Phrase(slots: slots, meaning: meaning))
    var keys: Set<Substring> = []
    for slot in slots {
      for word in slot.words { keys.insert(word.text.prefix(2)) }
      if !slot.isOptional { break }
    }
    for key in keys { beginnings[key, default: []].append(phrases.count - 1) }
  }

  /// Adds a word unless it has a meaning.
  mutating func addIfAbsent(_ word: String, _ meaning: Meaning) {
    guard !single.contains(word) else { return }
    phrases.append(Phrase(slots: [Slot(Substring(word))], meaning: meaning))
    beginnings[word.prefix(2), default: []].append(phrases.count - 1)
  }

  /// The longest phrase that begins at a word.
  ///
  /// - Returns: Its meaning and how many words it spans.
  func longest(in words: [ReportWord], at start: Int) -> (meaning: Meaning, count: Int)? {
    let first = words[start].text
    // A beginning of one letter is its own key.
    let candidates =
      (beginnings[first.prefix(2)] ?? [])
      + (first.count > 1 ? beginnings[first.prefix(1)] ?? [] : [])
    var best: (meaning: Meaning, count: Int, index: Int)?
    for index in candidates {
      let count = span(of: phrases[index].slots[...], words, start, 0)
      guard count > 0 else { continue }
      if let found = best, found.count > count || (found.count == count && found.index < index) {
        continue
      }
      best = (phrases[index].meaning, count, index)
    }
    return best.map { ($0.meaning, $0.count) }
  }

  /// How many words the slots span from a place, or −1.
  private func span(
    of slots: ArraySlice<Slot>, _ words: [ReportWord], _ place: Int, _ done: Int
  ) -> Int {
    guard let slot = slots.first else { return done }
    let rest = slots.dropFirst()
    var best = -1
    if place < words.count, let word = slot.words.first(where: { $0.matches(words[place].text) }) {
      // What follows must belong to the same sentence.
      let goesOn = words[place].boundary < .stop || word.mayStop
      let mustGoOn = rest.contains { !$0.isOptional }
      if goesOn {
        best = span(of: rest, words, place + 1, done + 1)
      } else if !mustGoOn {
        best = done + 1
      }
    }
    if slot.isOptional { best = max(best, span(of: rest, words, place, done)) }
    return best
  }
}
