import Foundation
import Gnuplot

/// Writes a page to a picture file.
struct FigureWriter {
  let options: FigureOptions

  func write(_ sheet: PaperSheet, to path: String) throws(FigureError) {
    let format = try PictureFormat(path: path)
    for file in [path, options.dataPath].compactMap({ $0 }) { try Self.checkFolder(of: file) }
    guard
      (sheet.signal + sheet.fitted).contains(where: { $0.millivolts.contains(where: \.isFinite) })
    else {
      throw FigureError(
        .nothingToDraw, "there is no sample to draw in '\(path)'; all are missing")
    }
    let data = sheet.dataFile()
    let picture = try Self.picture(sheet, data: data, format: format, options: options)
    try Self.save(picture, to: path)
    if let dataPath = options.dataPath { try Self.save(Data(data.utf8), to: dataPath) }
  }

  /// Has gnuplot draw in a folder of its own and returns the finished picture.
  private static func picture(
    _ sheet: PaperSheet, data: String, format: PictureFormat, options: FigureOptions
  ) throws(FigureError) -> Data {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "figure-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let dataFile = folder.appending(path: "figure.dat")
    let pictureFile = folder.appending(path: "figure.\(format.rawValue)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(data.utf8).write(to: dataFile)
    } catch {
      throw FigureError(
        .cannotWrite, "cannot write to the temporary folder '\(folder.path)': \(reason(error))",
        underlying: error)
    }
    let script = PlotScript(
      name: sheet.script, data: dataFile.path, output: pictureFile.path,
      pixels: options.pixelsPerMillimetre)
    do {
      try GnuplotProcess.run(script.commands, program: options.gnuplot)
    } catch {
      throw FigureError(
        error.code == .notInstalled ? .gnuplotMissing : .gnuplotFailed,
        "cannot draw the figure with Plots/\(sheet.script): \(error.description)",
        underlying: error)
    }
    do {
      let drawn = try Data(contentsOf: pictureFile)
      return switch format {
      case .png: PictureSize.png(drawn, pixelsPerMillimetre: options.pixelsPerMillimetre)
      case .svg: PictureSize.svg(drawn)
      case .pdf: drawn
      }
    } catch {
      throw FigureError(
        .gnuplotFailed, "gnuplot ended without an error and without a picture: \(reason(error))",
        underlying: error)
    }
  }

  /// Finds out early whether there is a folder to write to.
  private static func checkFolder(of path: String) throws(FigureError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard isFolder(folder) else {
      throw FigureError(
        .cannotWrite, "cannot write '\(path)': there is no folder '\(folder)'; make it first")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw FigureError(.cannotWrite, "cannot write '\(path)': folder '\(folder)' is not writable")
    }
    guard !isFolder(path) else {
      throw FigureError(.cannotWrite, "cannot write '\(path)': it is a folder; name a file in it")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// Writes a file whole or not at all.
  private static func save(_ data: Data, to path: String) throws(FigureError) {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw FigureError(
        .cannotWrite, "cannot write '\(path)': \(reason(error))", underlying: error)
    }
  }

  /// An error's text without the type names that Foundation puts round it.
  private static func reason(_ error: any Error) -> String {
    (error as NSError).localizedDescription
  }
}
