import Foundation

/// Progress on standard error: one moving line on a terminal, a line every ten seconds elsewhere.
struct ProgressLine {
  private let isQuiet: Bool
  private let start = Date()
  private var last = Date.distantPast
  private var first: Int?

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Tells what is done.
  mutating func tell(_ done: Int, of total: Int, _ text: String) {
    guard !isQuiet else { return }
    let begun = first ?? done - 1
    first = begun
    let isTerminal = isatty(STDERR_FILENO) != 0
    let now = Date()
    guard done == total || now.timeIntervalSince(last) > (isTerminal ? 0.2 : 10) else { return }
    last = now
    let left =
      now.timeIntervalSince(start) / Double(max(1, done - begun)) * Double(total - done)
    let line = "\(done)/\(total) \(text), \(Int(left)) s left"
    let shown = isTerminal ? "\r\u{1B}[K\(line)" + (done == total ? "\n" : "") : line + "\n"
    FileHandle.standardError.write(Data(shown.utf8))
  }
}

/// Numbers as people read them.
func short(_ value: Double) -> String { String(format: "%.4g", value) }
