import CBeatKernel
import CardiacModel
import Electrocardiogram
import RhythmLibrary

extension BatchSimulator {
  /// Simulates one train of events in a time that grows with their number.
  ///
  /// - Parameters:
  ///   - train: The events.
  ///   - leads: Receives potentials in mV, `[train.leads.count, grid.count]`, row-major, in
  ///     `train.leads` order.
  ///   - first: Where in `leads` they begin.
  public func simulate(
    _ train: EventTrain, into leads: inout MutableSpan<Float>, at first: Int = 0
  ) {
    let sources = train.basis.sourceCount
    reserve(sources: sources)
    for source in 0..<sources {
      pack(train, source: source)
      sum(source: source, over: 0)
    }
    for oscillation in train.oscillations { add(oscillation) }
    add(train.stimuli)
    project(train.basis, train.projection, into: &leads, at: first)
  }

  /// Simulates one train of events.
  ///
  /// - Returns: Potentials in mV, `[lead, sample]`, in the train's lead order.
  public func simulate(_ train: EventTrain) -> [Float] {
    var all = [Float](repeating: 0, count: train.leads.count * grid.count)
    var span = all.mutableSpan
    simulate(train, into: &span)
    return all
  }

  /// Converts the kernels of a source to samples; each stands alone, so its period never ends.
  private func pack(_ train: EventTrain, source: Int) {
    gaussians.removeAll(keepingCapacity: true)
    plateaus.removeAll(keepingCapacity: true)
    let never = 1e12
    for activation in train.activations {
      // In the order of the waves: that of a dictionary changes the last digit of a sum.
      for wave in Wave.allCases where wave.isAtrial == activation.isAtrial {
        for kernel in activation.shape.kernels[wave] ?? [] {
          gaussians.append(
            BeatGaussian(
              centre: (activation.time + kernel.time) * grid.rate, width: kernel.width * grid.rate,
              period: never,
              amplitude: activation.swing.amplitude(
                kernel.amplitudes, source: source, basis: train.basis)))
        }
      }
      for plateau in activation.shape.plateaus where plateau.wave.isAtrial == activation.isAtrial {
        plateaus.append(
          BeatPlateau(
            middle: (activation.time + (plateau.onset + plateau.offset) / 2) * grid.rate,
            half_length: (plateau.offset - plateau.onset) / 2 * grid.rate,
            onset_width: plateau.onsetWidth * grid.rate,
            offset_width: plateau.offsetWidth * grid.rate, period: never,
            amplitude: activation.swing.amplitude(
              plateau.amplitudes, source: source, basis: train.basis)))
      }
    }
  }
}
