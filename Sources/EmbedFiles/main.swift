import Foundation

// Usage: EmbedFiles OUTPUT FILE ...
// Writes a Swift file whose `EmbeddedFiles.all` maps each file's name to its text.
let arguments = CommandLine.arguments
var text = "enum EmbeddedFiles {\n  static let all: [(name: String, text: String)] = [\n"
for path in arguments.dropFirst(2) {
  let file = URL(fileURLWithPath: path)
  let body = try String(contentsOf: file, encoding: .utf8)
  text += "    (\"\(file.lastPathComponent)\", ####\"\"\"\n\(body)\n\"\"\"####),\n"
}
text += "  ]\n}\n"
try Data(text.utf8).write(to: URL(fileURLWithPath: arguments[1]), options: .atomic)
