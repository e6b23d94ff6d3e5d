import Gnuplot

/// A script of `Plots/`, embedded at build time, made ready to be sent through a pipe.
struct PlotScript {
  /// gnuplot commands that draw a data file.
  let commands: String

  /// Puts a script and what it loads after the variables that it reads.
  ///
  /// - Parameters:
  ///   - name: The script's file name, one of `Plots/*.gp`.
  ///   - data: Path of the data file.
  ///   - output: Path of the picture.
  ///   - pixels: Pixels a millimetre, for a PNG.
  init(name: String, data: String, output: String, pixels: Int) {
    let variables = """
      data = \(GnuplotProcess.quoted(data))
      output = \(GnuplotProcess.quoted(output))
      pixels = \(pixels)

      """
    commands = variables + Self.text(of: name)
  }

  /// A script's text with every `load … "NAME"` line replaced by the script NAME.
  private static func text(of name: String) -> String {
    guard let script = EmbeddedFiles.all.first(where: { $0.name == name }) else {
      preconditionFailure("no script '\(name)' in Plots: \(EmbeddedFiles.all.map(\.name))")
    }
    return script.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        guard line.hasPrefix("load "), let part = line.split(separator: "\"").last else {
          return String(line)
        }
        return text(of: String(part))
      }
      .joined(separator: "\n") + "\n"
  }
}
