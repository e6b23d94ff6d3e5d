/// A picture that can be drawn to a file.
///
/// A figure lays out a page in millimetres; one of the gnuplot scripts in `Plots/` draws it. The same
/// script draws the same data file by hand: see `FigureOptions.dataPath`.
public protocol Figure: Sendable {
  /// The page with everything on it.
  func sheet() -> PaperSheet
}

extension Figure {
  /// Draws the figure.
  ///
  /// The file is written whole or not at all. PDF and SVG carry their true size; a PNG holds its
  /// resolution, so that programs that respect it print 25 mm a second.
  ///
  /// - Parameters:
  ///   - path: The file to write; its ending, `.png`, `.svg` or `.pdf`, says what kind.
  ///   - options: Resolution and what else to write.
  /// - Throws: `FigureError` for an unknown ending, a folder that is missing or not writable, or a
  ///   gnuplot that is missing or fails.
  public func write(to path: String, options: FigureOptions = FigureOptions()) throws(FigureError) {
    try FigureWriter(options: options).write(sheet(), to: path)
  }
}

/// How a figure is written, apart from what it shows.
public struct FigureOptions: Sendable {
  /// Pixels a millimetre in a PNG, 1 to 40; 10 are 254 dots an inch.
  public var pixelsPerMillimetre: Int
  /// Where to keep the data file that the script draws, if anywhere.
  public var dataPath: String?
  /// The gnuplot program: a path, or a name to look up in `PATH`.
  public var gnuplot: String

  /// Creates options.
  ///
  /// - Precondition: `pixelsPerMillimetre` is from 1 to 40.
  public init(
    pixelsPerMillimetre: Int = 10, dataPath: String? = nil, gnuplot: String = "gnuplot"
  ) {
    precondition(
      (1...40).contains(pixelsPerMillimetre),
      "\(pixelsPerMillimetre) pixels a millimetre are not from 1 to 40")
    self.pixelsPerMillimetre = pixelsPerMillimetre
    self.dataPath = dataPath
    self.gnuplot = gnuplot
  }
}
