import Datasets
import Electrocardiogram
import SimulatorLoss
import Tensors

/// The simulator's parameters of prepared recordings: each one's own fitted beat.
enum FittedParameters {
  /// Parameters of records, and which are known: 1, or 0 where a record has no fit.
  ///
  /// Kernels of a fit stand on the circle of the record's own RR interval: phase ω t, width ω σ, ω = 2π/RR.
  static func batch(
    _ folder: PreparedFolder, records: [Int], on device: Device
  ) throws(TensorError) -> (parameters: BeatParameters, known: Tensor) {
    let leads = Lead.independent.count
    let kernels = folder.manifest.settings.kernelCount
    var (amplitudes, phases, widths, velocities): ([Float], [Float], [Float], [Float]) =
      ([], [], [], [])
    for record in records {
      let label = folder.labels[record]
      // A record without a fit is left out by its weight; its numbers only have to be finite.
      let ω = Float(2 * Double.pi / (label.hasFit ? label.rrInterval : 1))
      let values = folder.kernels(record)
      for index in stride(from: 0, to: values.count, by: 3) {
        // A kernel that a lead lacks has height 0 and must not divide by a width of 0.
        let isThere = values[index + 2] > 0
        amplitudes.append(isThere ? values[index] : 0)
        phases.append(ω * values[index + 1])
        widths.append(isThere ? ω * values[index + 2] : 1)
        velocities.append(ω)
      }
    }
    let shape = [records.count, leads, kernels]
    func tensor(_ values: [Float]) throws(TensorError) -> Tensor {
      try Tensor(values, shape: shape, on: device)
    }
    var identity = [Float](repeating: 0, count: records.count * leads * leads)
    for record in records.indices {
      for lead in 0..<leads { identity[(record * leads + lead) * leads + lead] = 1 }
    }
    let parameters = BeatParameters(
      waves: BeatParameters.Waves(
        amplitudes: try tensor(amplitudes), phases: try tensor(phases),
        widths: try tensor(widths), angularVelocities: try tensor(velocities)),
      baselines: try .zeros([records.count, leads, 1], on: device),
      projections: try Tensor(identity, shape: [records.count, leads, leads], on: device))
    let known = records.map { folder.labels[$0].hasFit ? Float(1) : 0 }
    return (parameters, try Tensor(known, on: device))
  }
}
