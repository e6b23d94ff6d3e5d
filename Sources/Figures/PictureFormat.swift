/// The kinds of picture that a figure can be.
public enum PictureFormat: String, CaseIterable, Sendable {
  /// Pixels, with their size in the file.
  case png
  /// Scalable vector graphics, sized in millimetres.
  case svg
  /// Portable document format, sized in points.
  case pdf

  /// The kind that a file's ending names, in upper or lower case.
  ///
  /// - Throws: `FigureError.Code.unknownEnding`.
  public init(path: String) throws(FigureError) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let format = PictureFormat(rawValue: parts[parts.count - 1].lowercased())
    else {
      throw FigureError(
        .unknownEnding,
        "cannot tell which kind of picture '\(path)' is to be; let it end in .png, .svg or .pdf")
    }
    self = format
  }
}
