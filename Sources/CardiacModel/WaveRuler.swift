import Electrocardiogram

/// The size of one wave over all sources, laid out for the many evaluations that boundaries need.
///
/// The size is the root of the summed squares over the sources, of s or of ds/dθ. Kernels seven
/// widths away count as nothing: there they are below 3e-11 of their height.
struct WaveRuler {
  /// Which function of the phase is measured.
  enum Order { case magnitude, speed }

  private var gaussians: [GaussianWave] = []
  private var plateaus: [PlateauWave] = []
  /// How many Gaussians and plateaus lie before each source's end.
  private var ends: [(gaussians: Int, plateaus: Int)] = []

  /// Whether the heart has no kernel of the wave.
  var isEmpty: Bool { gaussians.isEmpty && plateaus.isEmpty }

  init(_ heart: Heart, _ wave: Wave) {
    for source in heart.sources {
      for kernel in source.waves where kernel.wave == wave { gaussians.append(kernel) }
      for kernel in source.plateaus where kernel.wave == wave { plateaus.append(kernel) }
      ends.append((gaussians.count, plateaus.count))
    }
  }

  /// The size at a phase, in mV or mV a radian.
  func size(_ order: Order, at θ: Double) -> Double {
    var squares = 0.0
    var first = (gaussians: 0, plateaus: 0)
    for end in ends {
      var sum = 0.0
      for index in first.gaussians..<end.gaussians {
        let kernel = gaussians[index]
        guard abs(wrap(θ - kernel.phase)) < 7 * kernel.width else { continue }
        sum += order == .magnitude ? kernel.value(at: θ) : kernel.slope(at: θ)
      }
      for index in first.plateaus..<end.plateaus {
        sum += order == .magnitude ? plateaus[index].value(at: θ) : plateaus[index].slope(at: θ)
      }
      squares += sum * sum
      first = end
    }
    return squares.squareRoot()
  }

  /// The sizes at `count` phases, evenly from −π.
  func table(_ order: Order, count: Int) -> [Double] {
    let step = 2 * Double.pi / Double(count)
    var squares = [Double](repeating: 0, count: count)
    var row = squares
    var first = (gaussians: 0, plateaus: 0)
    for end in ends where end != first {
      for index in row.indices { row[index] = 0 }
      for index in first.gaussians..<end.gaussians {
        Self.add(gaussians[index], order, to: &row, step)
      }
      for index in first.plateaus..<end.plateaus {
        let plateau = plateaus[index]
        for point in row.indices {
          let θ = -Double.pi + Double(point) * step
          row[point] += order == .magnitude ? plateau.value(at: θ) : plateau.slope(at: θ)
        }
      }
      for index in row.indices { squares[index] += row[index] * row[index] }
      first = end
    }
    for index in squares.indices { squares[index] = squares[index].squareRoot() }
    return squares
  }

  /// Adds one Gaussian to evenly spaced points by two products a point.
  ///
  /// exp(−(Δ+h)²/2b²) = exp(−Δ²/2b²)·q, and from point to point q shrinks by exp(−h²/b²). Over a
  /// thousand points rounding stays below 1e-10 of the value.
  private static func add(
    _ kernel: GaussianWave, _ order: Order, to row: inout [Double], _ step: Double
  ) {
    let (count, b) = (row.count, kernel.width)
    let reach = min(7 * b, .pi)
    // Points are counted from phase −π and may run over either end of the circle.
    let centre = (kernel.phase + .pi) / step
    let first = Int((centre - reach / step).rounded(.up))
    let last = min(Int((centre + reach / step).rounded(.down)), first + count - 1)
    guard first <= last else { return }
    var Δ = (Double(first) - centre) * step
    var value = kernel.amplitude * Double.exponential(-Δ * Δ / (2 * b * b))
    var ratio = Double.exponential(-(2 * Δ + step) * step / (2 * b * b))
    let shrink = Double.exponential(-step * step / (b * b))
    var index = ((first % count) + count) % count
    for _ in first...last {
      row[index] += order == .magnitude ? value : -Δ / (b * b) * value
      index = index + 1 == count ? 0 : index + 1
      Δ += step
      value *= ratio
      ratio *= shrink
    }
  }
}
