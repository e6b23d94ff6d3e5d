import CBeatKernel
public import CardiacModel
import Electrocardiogram
import LeadProjection

/// Simulates many trains, one after the other, without allocating: the workhorse.
///
/// Waves are summed in single precision by a vectorised C kernel, within 1e-6 of a wave's height of
/// the formulas in `CardiacModel`. One simulator serves one thread; its results do not depend on what
/// it simulated before.
public final class BatchSimulator {
  /// How a train is integrated.
  public enum Integrator: String, Sendable {
    /// The flow's closed form: exact where the phase speed is constant and the relaxation off.
    case exactFlow = "exact flow"
    /// An exponential integrator of fourth order on half samples, for the classic relaxation.
    case exponential = "exponential integrator"
  }

  /// The instants of every train.
  public let grid: SampleGrid
  /// Rows of the sources with the kernel's margins, `[sources, rowStride]`.
  private var rows: [Float] = []
  /// One source's row at half samples, for the exponential integrator.
  private var fineRow: [Float] = []
  /// The kernels of one source, in samples.
  var gaussians: [BeatGaussian] = []
  var plateaus: [BeatPlateau] = []

  private static let margin = Int(BEAT_KERNEL_MARGIN)
  private var rowStride: Int { grid.count + 2 * Self.margin }

  /// Creates a simulator for one grid of samples.
  public init(grid: SampleGrid) {
    self.grid = grid
  }

  /// The instruction set that the machine's kernel uses.
  public static var instructions: String { unsafe String(cString: beat_kernel_instructions()) }

  /// The integrator that a heart needs.
  public static func integrator(for heart: Heart) -> Integrator {
    heart.relaxationTime == nil ? .exactFlow : .exponential
  }

  /// Simulates one train.
  ///
  /// - Parameters:
  ///   - train: The heart and its clocks.
  ///   - leads: Receives potentials in mV, `[train.leads.count, grid.count]`, row-major, in
  ///     `train.leads` order.
  ///   - first: Where in `leads` they begin.
  public func simulate(
    _ train: BeatTrain, into leads: inout MutableSpan<Float>, at first: Int = 0
  ) {
    reserve(sources: train.heart.sources.count)
    for source in train.heart.sources.indices { fill(source, of: train) }
    add(train.stimuli)
    project(train.heart.basis, train.projection, into: &leads, at: first)
  }

  /// Simulates trains into one array.
  ///
  /// - Parameter trains: Trains that all give the same leads.
  /// - Returns: Potentials in mV, `[record, lead, sample]`, in the trains' lead order.
  public func simulate(_ trains: [BeatTrain]) -> [Float] {
    let size = (trains.first?.leads.count ?? 0) * grid.count
    precondition(
      trains.allSatisfy { $0.leads == trains[0].leads }, "the trains give different leads")
    var all = [Float](repeating: 0, count: trains.count * size)
    var span = all.mutableSpan
    for (index, train) in trains.enumerated() { simulate(train, into: &span, at: index * size) }
    return all
  }

  /// Makes room for the rows of so many sources.
  func reserve(sources: Int) {
    guard rows.count < sources * rowStride else { return }
    rows = [Float](repeating: 0, count: sources * rowStride)
  }

  // MARK: - One source

  /// Sets a source's row to a level plus the packed kernels.
  func sum(source: Int, over level: Double) {
    sum(over: level, into: &rows, at: source * rowStride + Self.margin, count: grid.count)
  }

  /// Fills a source's row with its baseline and waves.
  private func fill(_ index: Int, of train: BeatTrain) {
    let source = train.heart.sources[index]
    guard let τ = train.heart.relaxationTime else {
      pack(source, of: train, rate: grid.rate)
      sum(source: index, over: source.baseline)
      return
    }
    // Half samples: 2n is sample n, 2n + 1 the middle between n and n + 1.
    let size = 2 * grid.count + 2 * Self.margin
    if fineRow.count < size { fineRow = [Float](repeating: 0, count: size) }
    pack(source, of: train, rate: 2 * grid.rate)
    sum(over: 0, into: &fineRow, at: Self.margin, count: 2 * grid.count)
    relax(index, of: train, τ)
  }

  /// Converts a source's kernels to samples.
  func pack(_ source: Source, of train: BeatTrain, rate: Double) {
    // Taken out and put back: a property of a class is checked for exclusive use at every touch.
    var (gaussians, plateaus) = ([BeatGaussian](), [BeatPlateau]())
    swap(&gaussians, &self.gaussians)
    swap(&plateaus, &self.plateaus)
    defer {
      swap(&gaussians, &self.gaussians)
      swap(&plateaus, &self.plateaus)
    }
    gaussians.removeAll(keepingCapacity: true)
    plateaus.removeAll(keepingCapacity: true)
    let (a, v) = (train.atrialClock, train.ventricularClock)
    let scales = (rate / a.angularVelocity, rate / v.angularVelocity)
    for wave in source.waves {
      let scale = wave.wave.isAtrial ? scales.0 : scales.1
      let start = wave.wave.isAtrial ? a.phaseAtStart : v.phaseAtStart
      gaussians.append(
        BeatGaussian(
          centre: (wave.phase - start) * scale, width: wave.width * scale,
          period: 2 * .pi * scale, amplitude: wave.amplitude))
    }
    for plateau in source.plateaus {
      let scale = plateau.wave.isAtrial ? scales.0 : scales.1
      let start = plateau.wave.isAtrial ? a.phaseAtStart : v.phaseAtStart
      plateaus.append(
        BeatPlateau(
          middle: ((plateau.onsetPhase + plateau.offsetPhase) / 2 - start) * scale,
          half_length: (plateau.offsetPhase - plateau.onsetPhase) / 2 * scale,
          onset_width: plateau.onsetWidth * scale, offset_width: plateau.offsetWidth * scale,
          period: 2 * .pi * scale, amplitude: plateau.amplitude))
    }
  }

  /// Sets a row to a level plus the packed kernels, which may overwrite the row's margins.
  private func sum(over level: Double, into row: inout [Float], at first: Int, count: Int) {
    unsafe row.withUnsafeMutableBufferPointer { row in
      guard let base = row.baseAddress else { return }
      let start = unsafe base + first
      unsafe start.update(repeating: Float(level), count: count)
      unsafe gaussians.withUnsafeBufferPointer {
        unsafe beat_add_gaussians(start, Int64(count), $0.baseAddress, Int64($0.count))
      }
      guard !plateaus.isEmpty else { return }
      unsafe plateaus.withUnsafeBufferPointer {
        unsafe beat_add_plateaus(start, Int64(count), $0.baseAddress, Int64($0.count))
      }
    }
  }

  /// Subtracts from the waves their low-pass w: dw/dt = (s − w)/τ, by Simpson's rule under e^(−t/τ).
  private func relax(_ index: Int, of train: BeatTrain, _ τ: Double) {
    let heart = train.heart
    let start = heart.steadyState(
      atrialClock: train.atrialClock, ventricularClock: train.ventricularClock)[index]
    let baseline = heart.sources[index].baseline
    let step = 1 / grid.rate
    let (half, whole) = (Double.exponential(-step / (2 * τ)), Double.exponential(-step / τ))
    let first = index * rowStride + Self.margin
    var w = Double(fineRow[Self.margin]) - (start - baseline)
    for sample in 0..<grid.count {
      let now = Double(fineRow[Self.margin + 2 * sample])
      rows[first + sample] = Float(baseline + now - w)
      guard sample + 1 < grid.count else { break }
      let middle = Double(fineRow[Self.margin + 2 * sample + 1])
      let next = Double(fineRow[Self.margin + 2 * sample + 2])
      w = whole * w + step / (6 * τ) * (whole * now + 4 * half * middle + next)
    }
  }

  // MARK: - All sources

  /// Adds pulses to the rows.
  func add(_ stimuli: [Stimulus]) {
    for stimulus in stimuli {
      for (sample, share) in stimulus.shares(on: grid) {
        for (source, amplitude) in stimulus.amplitudes.enumerated() {
          rows[source * rowStride + Self.margin + sample] += Float(share * amplitude)
        }
      }
    }
  }

  /// Adds a wave that never rests to the rows.
  func add(_ oscillation: DrawnOscillation) {
    for sample in 0..<grid.count {
      let value = oscillation.unitValue(at: Double(sample) / grid.rate)
      for (source, height) in oscillation.amplitudes.enumerated() where height != 0 {
        rows[source * rowStride + Self.margin + sample] += Float(height * value)
      }
    }
  }

  /// Projects the rows to leads.
  func project(
    _ basis: Heart.Basis, _ projection: DipoleProjection, into leads: inout MutableSpan<Float>,
    at start: Int
  ) {
    let samples = grid.count
    let size = basis.leadCount * samples
    precondition(
      start >= 0 && start + size <= leads.count, "\(size) samples at \(start) of \(leads.count)")
    let (count, stride, first) = (Int64(samples), rowStride, Self.margin)
    unsafe leads.withUnsafeMutableBufferPointer { leads in
      unsafe rows.withUnsafeBufferPointer { rows in
        guard let base = leads.baseAddress, let row = rows.baseAddress else { return }
        let out = unsafe base + start
        switch basis {
        case .dipole:
          unsafe projection.singleWeights.withUnsafeBufferPointer {
            guard let weights = $0.baseAddress else { return }
            unsafe beat_project_dipole(
              row + first, row + first + stride, row + first + 2 * stride, count, weights, out,
              count)
          }
        case .leads(Lead.independent):
          unsafe beat_complete_leads(row + first, Int64(stride), count, out, count)
        case .leads:
          for (index, name) in basis.leads.enumerated() {
            guard let weights = basis.weights(of: name, projection) else { continue }
            for sample in 0..<samples {
              var sum: Float = 0
              for (source, weight) in weights.enumerated() where weight != 0 {
                sum += unsafe Float(weight) * row[first + source * stride + sample]
              }
              unsafe out[index * samples + sample] = sum
            }
          }
        }
      }
    }
  }
}
