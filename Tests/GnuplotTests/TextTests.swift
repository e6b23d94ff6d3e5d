import Foundation
import Gnuplot
import Testing

/// Text from outside arrives as it is and is never run.
@Suite struct TextTests {
  static let texts = [
    "plain", "it's", "''", "\"quoted\"", "back\\slash", "\\", "\\\\n", "ends in \\", "\\134",
    "`touch FILE`", "$(touch FILE)", "\"; system 'touch FILE'; \"", "'; system 'touch FILE'; '",
    "{/:Bold x}_2^3 @a &b ~c", "100 % %d %s", "# no comment", "@macro", "ümläut Ω 心电图",
  ]

  @Test(arguments: texts + ["two\nlines", "tab\tbed", "bell\u{7}", "\r\n'\n"])
  func quotedTextIsPrintedAsItIs(text: String) throws {
    let printed = try GnuplotProcess.run(
      "value = \(GnuplotProcess.quoted(text))\nset print '-'\nprint value\n")
    #expect(printed == text + "\n")
  }

  @Test func quotedTextIsNeverRun() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    for text in Self.texts.map({ $0.replacing("FILE", with: file) }) {
      try GnuplotProcess.run("value = \(GnuplotProcess.quoted(text))\n")
      #expect(!FileManager.default.fileExists(atPath: file), "'\(text)' was run")
    }
  }

  @Test func fieldsOfADataFileAreDrawnAsTheyAreAndNeverRun() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let touched = folder.appending(path: "touched").path
    let texts = Self.texts.map { $0.replacing("FILE", with: touched) } + ["two\nlines", "tab\tbed"]
    let rows = texts.enumerated().map { "\($0)\t\(GnuplotProcess.dataField($1))\n" }
    let data = folder.appending(path: "a.dat").path
    try Data(rows.joined().utf8).write(to: URL(fileURLWithPath: data))
    let picture = folder.appending(path: "a.svg").path
    try GnuplotProcess.run(
      """
      set encoding utf8; set datafile separator "\\t"; set terminal svg noenhanced
      set output \(GnuplotProcess.quoted(picture)); unset tics; unset key
      plot \(GnuplotProcess.quoted(data)) using 1:1:(stringcolumn(2)) with labels
      """ + "\n")
    #expect(!FileManager.default.fileExists(atPath: touched))
    let drawn = try String(contentsOfFile: picture, encoding: .utf8)
    for text in texts {
      // What XML writes in its own way, and control characters as blanks.
      let written = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        .replacing("\n", with: " ").replacing("\t", with: " ")
      #expect(drawn.contains(">\(written)</text>"), "'\(text)'")
    }
  }
}
