/// A page with ECG paper and what is drawn on it, positions in millimetres from the lower left corner.
///
/// Signals stay in seconds and millivolts; a strip says where these lie on the page. The sections of
/// the data file that the scripts in `Plots/` read are these properties, one by one.
public struct PaperSheet: Sendable, Equatable {
  /// The script in `Plots/` that draws the page.
  let script: String
  /// Width and height of the page.
  var width = 0.0
  var height = 0.0
  /// Rectangles of ECG paper.
  var areas: [Area] = []
  /// Where signals lie; traces name a strip by its index here.
  var strips: [Strip] = []
  var signal: [Trace] = []
  var fitted: [Trace] = []
  var residual: [Trace] = []
  var kernels: [Kernel] = []
  var calibration: [Trace] = []
  var waves: [Band] = []
  var ticks: [Tick] = []
  /// Colour samples of a legend.
  var keys: [Band] = []
  var texts: [Text] = []

  init(script: String) {
    self.script = script
  }

  /// A rectangle of paper.
  struct Area: Sendable, Equatable {
    var left: Double
    var bottom: Double
    var width: Double
    var height: Double
    /// Side of a small box.
    var box: Double
  }

  /// The place and scale of a signal.
  struct Strip: Sendable, Equatable {
    /// Position of 0 s and 0 mV.
    var x: Double
    var y: Double
    var scale: PaperScale
  }

  /// A line through samples.
  struct Trace: Sendable, Equatable {
    var strip: Int
    var seconds: [Double]
    /// NaN lifts the pen.
    var millivolts: [Double]
  }

  /// A tinted wave of a fitted beat.
  struct Kernel: Sendable, Equatable {
    var role: WaveRole
    var trace: Trace
  }

  /// A tinted rectangle.
  struct Band: Sendable, Equatable {
    var role: WaveRole
    var left: Double
    var right: Double
    var bottom: Double
    var top: Double
  }

  /// A short upright line.
  struct Tick: Sendable, Equatable {
    var x: Double
    var bottom: Double
    var top: Double
  }

  /// A text; `y` is the middle of its height.
  struct Text: Sendable, Equatable {
    /// Size, weight and alignment; raw values are those of `Plots/paper.gp`.
    enum Style: Int, Sendable {
      case title = 1
      case heading, lead, note, noteAtRight, wave, panel, headingAtRight
    }
    var style: Style
    var x: Double
    var y: Double
    var text: String
  }
}
