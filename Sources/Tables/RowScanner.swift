/// Finds where a row of a table and its fields end.
enum RowScanner {
  /// What was found.
  enum Found {
    /// A row that ends before `next`, over so many lines.
    case row(next: Int, lines: Int, isQuoted: Bool, isOpen: Bool)
    /// A line without anything.
    case blank(next: Int)
    /// The row does not end within what is there.
    case more
    /// Nothing is left.
    case end
    /// It is no row.
    case broken(String)
  }

  private static let quote = UInt8(ascii: "\""), comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r")

  /// Finds the fields of the row that begins a range.
  ///
  /// - Parameters:
  ///   - bytes: The buffer.
  ///   - range: What of it counts.
  ///   - isLast: Whether nothing comes behind the range.
  ///   - fields: Takes their ranges, with their quotes.
  /// - Returns: The row's end, or why there is none.
  static func scan(
    _ bytes: [UInt8], _ range: Range<Int>, isLast: Bool, into fields: inout [Range<Int>]
  ) -> Found {
    guard !range.isEmpty else { return isLast ? .end : .more }
    let span = bytes.span
    fields.removeAll(keepingCapacity: true)
    var (index, start, lines, isQuoted) = (range.lowerBound, range.lowerBound, 1, false)
    let end = range.upperBound
    while index < end {
      var byte = span[index]
      if byte == quote {
        // The field is in quotes: to the one that is not doubled.
        isQuoted = true
        index += 1
        while true {
          guard index < end else { return isLast ? .broken("a quote is not closed") : .more }
          byte = span[index]
          index += 1
          if byte == lineFeed { lines += 1 }
          guard byte == quote else { continue }
          guard index < end else { break }
          guard span[index] == quote else { break }
          index += 1
        }
        if index >= end, !isLast { return .more }
        if index < end, ![comma, lineFeed, carriageReturn].contains(span[index]) {
          return .broken("a quote is closed before the field ends")
        }
      }
      while index < end, span[index] != comma, span[index] != lineFeed { index += 1 }
      guard index < end else { break }
      if span[index] == comma {
        fields.append(start..<index)
        index += 1
        start = index
        continue
      }
      return finish(bytes, &fields, start, index, next: index + 1, lines, isQuoted, false)
    }
    guard isLast else { return .more }
    return finish(bytes, &fields, start, end, next: end, lines, isQuoted, true)
  }

  private static func finish(
    _ bytes: [UInt8], _ fields: inout [Range<Int>], _ start: Int, _ end: Int, next: Int,
    _ lines: Int, _ isQuoted: Bool, _ isOpen: Bool
  ) -> Found {
    var end = end
    if end > start, bytes[end - 1] == carriageReturn { end -= 1 }
    if fields.isEmpty, start == end { return .blank(next: next) }
    fields.append(start..<end)
    return .row(next: next, lines: lines, isQuoted: isQuoted, isOpen: isOpen)
  }

  /// Takes quotes off fields, and makes doubled ones single.
  static func unquote(_ bytes: inout [UInt8], _ fields: inout [Range<Int>]) {
    for place in fields.indices {
      let field = fields[place]
      guard field.count >= 2, bytes[field.lowerBound] == quote else { continue }
      var (read, write) = (field.lowerBound + 1, field.lowerBound)
      while read < field.upperBound - 1 {
        bytes[write] = bytes[read]
        read += bytes[read] == quote ? 2 : 1
        write += 1
      }
      fields[place] = field.lowerBound..<write
    }
  }
}
