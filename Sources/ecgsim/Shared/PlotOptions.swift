import ArgumentParser
import Figures

/// The picture that a command draws beside its result.
struct PlotOptions: ParsableArguments {
  @Option(help: "Figure to draw: .png, .svg or .pdf.")
  var plot: String?
  @Option(help: "Where to keep the figure's data file, to draw it again by hand.")
  var plotData: String?

  func validate() throws {
    if plotData != nil, plot == nil {
      throw ValidationError("--plot-data keeps the data of a figure; give --plot FILE too")
    }
    try plot.map(PictureFormat.validate)
  }

  /// The files that these options name.
  var paths: [(option: String, path: String?)] { [("--plot", plot), ("--plot-data", plotData)] }

  /// Draws the figure, if one is wanted.
  func draw(_ figure: () throws -> some Figure, into files: borrowing OutputFiles) throws {
    guard let plot else { return }
    try files.draw(try figure(), to: plot, data: plotData)
  }
}

extension PictureFormat {
  /// Refuses an ending that no picture has, before any work is done.
  static func validate(_ path: String) throws {
    do {
      _ = try PictureFormat(path: path)
    } catch {
      throw ValidationError(error.description)
    }
  }
}

extension OutputFiles {
  /// Draws a figure, and keeps its data file if that has a path.
  func draw(_ figure: some Figure, to path: String, data: String?) throws {
    try write(path) { path in
      guard let data else { return try figure.write(to: path) }
      try write(data) { data in
        try figure.write(to: path, options: FigureOptions(dataPath: data))
      }
    }
  }
}
