import CardiacModel
import Electrocardiogram
import Measurement

/// The parameters that an experiment hides: the kernels of each lead of one beat.
///
/// Each wave of a recording is sketched; then high T waves rise slowly, by a second kernel before the
/// first, and high R waves that no S follows end with a slur.
struct HiddenBeat {
  /// The kernels of each lead, in the order of time.
  let kernels: [Lead: [FittedKernel]]

  /// A kernel that joins another: how many of its widths later, its width and its height in multiples
  /// of the other's, and the width and height that leaves to the other.
  fileprivate struct Companion {
    let delay: Double
    let width: Double
    let height: Double
    let rest: (width: Double, height: Double)
    /// Lowest height in mV that a companion is worth.
    let lowest: Double
  }

  // Lower ones can, under noise of a tenth of the signal, as well be the rest of a broad kernel less a
  // narrow one: other parameters, and the same beat to within its noise.
  private static let slowRise = Companion(
    delay: -1.9, width: 1.1, height: 0.35, rest: (0.75, 0.9), lowest: 0.09)
  private static let slur = Companion(
    delay: 2.6, width: 1, height: 0.35, rest: (1, 1), lowest: 0.2)

  /// Hides the middle beat of a recording without noise.
  ///
  /// - Throws: `FitError` with code `nothingFitted` if no wave is found, or `MeasurementError`.
  init(of recording: Recording, leads: [Lead]) throws {
    let delineation = try RecordMeasures(recording).delineation
    let middle = delineation.rPeaks.count / 2
    var kernels: [Lead: [FittedKernel]] = [:]
    for lead in leads {
      guard let samples = recording.millivolts(of: lead),
        let waves = delineation.beats(in: lead)?[middle]
      else { continue }
      let sketch = WaveSketch(samples, waves, samplingRate: recording.samplingRate)
      if !sketch.kernels.isEmpty { kernels[lead] = Self.enriched(sketch.kernels) }
    }
    guard !kernels.isEmpty else {
      throw FitError(code: .nothingFitted, message: "no wave of the hidden beat was found")
    }
    self.kernels = kernels
  }

  private static func enriched(_ kernels: [FittedKernel]) -> [FittedKernel] {
    let hasS = kernels.contains { $0.role == .S }
    return kernels.flatMap { kernel -> [FittedKernel] in
      switch kernel.role {
      case .T: slowRise.joining(kernel)
      case .R where !hasS: slur.joining(kernel)
      default: [kernel]
      }
    }
    .sorted { $0.time < $1.time }
  }

  /// The heart that the kernels make, one source a lead.
  func heart(rrInterval: Double) -> Heart {
    let leads = Lead.allCases.filter { kernels[$0] != nil }
    return Heart(
      basis: .leads(leads),
      sources: leads.map { lead in
        Source(
          waves: (kernels[lead] ?? []).map { kernel in
            GaussianWave(
              wave: kernel.role.wave, phase: 2 * .pi * kernel.time / rrInterval,
              amplitude: kernel.amplitude, width: 2 * .pi * kernel.width / rrInterval)
          })
      })
  }
}

extension HiddenBeat.Companion {
  /// A kernel and its companion, or the kernel alone where that would be too low.
  fileprivate func joining(_ kernel: FittedKernel) -> [FittedKernel] {
    let height = height * kernel.amplitude
    guard abs(height) >= lowest else { return [kernel] }
    return [
      FittedKernel(
        role: kernel.role, time: kernel.time, width: rest.width * kernel.width,
        amplitude: rest.height * kernel.amplitude),
      FittedKernel(
        role: kernel.role, time: kernel.time + delay * kernel.width,
        width: width * kernel.width, amplitude: height),
    ]
  }
}
