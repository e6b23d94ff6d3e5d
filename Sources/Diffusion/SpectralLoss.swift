import Foundation
public import Tensors

/// Distance of log-spectra of beats.
///
/// S[k] = log(ε + |rFFT(h − mean h)[k]|), one-sided. Source: SE-Diff, arXiv 2511.09895, section on the beat
/// decoder. The transform is a product with a matrix of cosines and sines: beats are short.
public struct SpectralLoss: Sendable {
  /// Samples of a beat.
  public let sampleCount: Int
  /// ε, in millivolts times samples.
  public let floor: Double
  private let transform: Tensor  // [samples, 2 K]: cosines, then sines
  private let weights: Tensor  // [K]

  /// Prepares the transform.
  ///
  /// - Parameters:
  ///   - sampleCount: Samples of a beat.
  ///   - floor: ε; below it spectra are not told apart.
  ///   - samplingRate: Samples a second, for the weight's frequencies.
  ///   - device: Where beats lie.
  ///   - weight: Weight of a frequency in hertz; 1 everywhere unless given.
  /// - Throws: If there is no memory.
  public init(
    sampleCount: Int, floor: Double, samplingRate: Double, on device: Device = .cpu,
    weight: (Double) -> Double = { _ in 1 }
  ) throws(TensorError) {
    precondition(sampleCount > 1 && floor > 0, "\(sampleCount) samples, floor \(floor)")
    self.sampleCount = sampleCount
    self.floor = floor
    let bins = sampleCount / 2 + 1
    var rows: [Float] = []
    for n in 0..<sampleCount {
      // The product is reduced first: large angles cost digits.
      let angles = (0..<bins).map {
        2 * Double.pi * Double($0 * n % sampleCount) / Double(sampleCount)
      }
      rows += angles.map { Float(cos($0)) } + angles.map { Float(-sin($0)) }
    }
    transform = try Tensor(rows, shape: [sampleCount, 2 * bins], on: device)
    weights = try Tensor(
      (0..<bins).map { Float(weight(Double($0) * samplingRate / Double(sampleCount))) }, on: device)
  }

  /// Log-spectra of beats, `[…, samples]` to `[…, K]`, K = samples / 2 + 1.
  public func logSpectrum(_ beats: Tensor) throws(TensorError) -> Tensor {
    let centred = try beats - beats.mean(-1, keeping: true)
    let parts = try centred.matrixProduct(transform.converted(to: beats.dataType)).split(
      -1, into: 2)
    // The root's slope at 0 is infinite; a constant lead has such a spectrum.
    let power = try parts[0].squared() + parts[1].squared() + 1e-12
    return try (power.squareRoot() + floor).logarithm()
  }

  /// The loss of one predicted beat a record beside all real beats of that record.
  ///
  /// 1/(12 J K) Σ w(f_k) (S(predicted) − S(real beat j))², mean over records that have beats.
  ///
  /// - Parameters:
  ///   - predicted: Shape `[B, 12, samples]`.
  ///   - beats: All records' beats, `[N, 12, samples]`.
  ///   - records: The record of each beat, N indices below B.
  /// - Returns: A number; 0 if there are no beats.
  /// - Throws: If the shapes do not fit.
  public func callAsFunction(
    predicted: Tensor, beats: Tensor, records: [Int]
  ) throws(TensorError) -> Tensor {
    precondition(
      beats.size(0) == records.count && records.allSatisfy { (0..<predicted.size(0)).contains($0) },
      "\(records.count) records of \(beats) for \(predicted)")
    guard !records.isEmpty else { return try predicted.sum() * 0 }
    var counts: [Int: Int] = [:]
    for record in records { counts[record, default: 0] += 1 }
    let shares = records.map { 1 / (Float(counts[$0] ?? 1) * Float(counts.count)) }
    let places = try Tensor(records.map(Int64.init), on: predicted.device)
    let mine = try logSpectrum(predicted).select(0, at: places)
    let distance = try ((mine - logSpectrum(beats)).squared() * weights).mean(1, 2)  // [N]
    return try (distance * Tensor(shares, on: predicted.device)).sum()
  }
}
