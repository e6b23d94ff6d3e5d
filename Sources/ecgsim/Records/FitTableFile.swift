import Fitting
import RecordFiles

/// Writes a table of fits, whatever its format.
enum FitTableFile {
  /// Visits every series.
  typealias Visit = ((FittedSeries) throws -> Void) throws -> Void

  /// Writes a table.
  ///
  /// - Parameters:
  ///   - path: Where; beside it lie, for a while, the arrays of an `.npz`.
  ///   - format: Its format.
  ///   - model: What was fitted.
  ///   - visit: Visits the series, each time in the same order.
  /// - Throws: What writing or visiting throws.
  static func write(
    to path: String, as format: FitOutput, model: FittedBeat.Model, visit: Visit
  ) throws {
    switch format {
    case .json:
      try visit { series in try WholeFile.write(try series.json(), to: path) }
    case .csv:
      let table = try FitTableCSV(path: path, model: model)
      try visit { try table.append($0) }
      try table.finish()
    case .npz:
      var extent = FitTableNPZ.Extent()
      try visit { extent.add($0) }
      let folder = path + ".arrays"
      try WholeFile.withFolder(folder) {
        let table = try FitTableNPZ(folder: folder, model: model, extent: extent)
        try visit { try table.append($0) }
        try table.finish(to: path)
      }
    }
  }
}
