public import Datasets
public import Diffusion
public import Tensors

/// How far an autoencoder is from recordings that it makes again of their latents' means.
public struct ReconstructionError: Sendable {
  /// Root mean square in mV over all samples of all recordings and leads.
  public let rmse: Double
  /// Root mean square of each recording in mV.
  public let perRecord: [Double]
  /// Root mean square of the average beats in mV, over the records that have one.
  public let beatRMSE: Double

  /// Measures it on whole recordings.
  ///
  /// - Throws: What a device did not do.
  public init(
    _ autoencoder: PatchAutoencoder, _ beatDecoder: PatchBeatDecoder, _ folder: PreparedFolder,
    records: [Int], on device: Device
  ) throws(TensorError) {
    let form = autoencoder.form
    var (perRecord, squares, samples): ([Double], Double, Int) = ([], 0, 0)
    var (beatSquares, beatSamples) = (0.0, 0)
    for record in records {
      let count = folder.labels[record].sampleCount / form.samplesPerColumn * form.samplesPerColumn
      let values = folder.signal(record, samples: 0..<count)
      let (made, beat) = try withoutGradients { () throws(TensorError) -> ([Float], [Float]) in
        let leads = try Tensor(values, shape: [1, form.leads, count], on: device)
        let latent = try autoencoder.encode(leads).mean
        return (try autoencoder.decode(latent).floats(), try beatDecoder(latent).floats())
      }
      let square = zip(values, made).reduce(0.0) { sum, pair in
        sum + Double((pair.0 - pair.1) * (pair.0 - pair.1))
      }
      perRecord.append((square / Double(values.count)).squareRoot())
      squares += square
      samples += values.count
      guard folder.labels[record].hasFit else { continue }
      beatSquares += zip(folder.beat(record), beat).reduce(0.0) { sum, pair in
        sum + Double((pair.0 - pair.1) * (pair.0 - pair.1))
      }
      beatSamples += beat.count
    }
    self.perRecord = perRecord
    rmse = (squares / Double(max(1, samples))).squareRoot()
    beatRMSE = (beatSquares / Double(max(1, beatSamples))).squareRoot()
  }
}

/// How latents of recordings are spread, each channel by itself.
public struct LatentSpread: Sendable {
  /// Mean and standard deviation of each channel.
  public let mean: [Double], deviation: [Double]

  /// Measures it on the means of whole recordings.
  ///
  /// - Throws: What a device did not do.
  public init(
    of records: [Int], _ folder: PreparedFolder, _ autoencoder: PatchAutoencoder,
    on device: Device
  ) throws(TensorError) {
    let form = autoencoder.form
    var sums = [Double](repeating: 0, count: form.latentChannels)
    var (squares, count) = (sums, 0)
    for record in records {
      let length =
        folder.labels[record].sampleCount / form.samplesPerColumn * form.samplesPerColumn
      let values = folder.signal(record, samples: 0..<length)
      let latent = try withoutGradients { () throws(TensorError) -> [Float] in
        let leads = try Tensor(values, shape: [1, form.leads, length], on: device)
        return try autoencoder.encode(leads).mean.floats()
      }
      let columns = latent.count / form.latentChannels
      for (index, value) in latent.enumerated() {
        sums[index / columns] += Double(value)
        squares[index / columns] += Double(value) * Double(value)
      }
      count += columns
    }
    let n = Double(max(1, count))
    mean = sums.map { $0 / n }
    // A channel that is never used is left as it is.
    deviation = zip(squares, sums).map { square, sum in
      let variance = square / n - sum / n * (sum / n)
      return variance > 1e-12 ? variance.squareRoot() : 1
    }
  }
}
