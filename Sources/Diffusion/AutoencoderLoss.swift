import NeuralNetworks
public import Tensors

/// SE-Diff's first stage: L_full + β_KL L_KL + L_beat + α L_spec.
///
/// Source: arXiv 2511.09895 for the sum, DiffuSETS' released code for L_full (squared errors summed over a
/// record) and L_KL (summed over channels, mean over records and time).
public struct AutoencoderLoss: Sendable {
  /// The factors of the terms.
  public struct Weights: Sendable, Codable, Equatable {
    /// β_KL.
    public var divergence: Double
    /// That of L_beat; 0 leaves the beat decoder out.
    public var beat: Double
    /// α.
    public var spectrum: Double

    /// Sets the factors.
    public init(divergence: Double, beat: Double, spectrum: Double) {
      self.divergence = divergence
      self.beat = beat
      self.spectrum = spectrum
    }
  }

  /// What a batch holds of beats.
  public struct Beats: Sendable {
    /// The first full beat of each record, `[B, 12, 61]`; zeros where there is none.
    public let first: Tensor
    /// Whether a record has one, bool, `[B]`.
    public let present: Tensor
    /// All full beats of all records, `[N, 12, 61]`.
    public let all: Tensor
    /// The record of each.
    public let records: [Int]

    /// Collects beats.
    public init(first: Tensor, present: Tensor, all: Tensor, records: [Int]) {
      self.first = first
      self.present = present
      self.all = all
      self.records = records
    }
  }

  /// The terms without their factors, and the sum with them.
  public struct Terms: Sendable {
    /// What is minimised.
    public let total: Tensor
    /// L_full, L_KL, L_beat, L_spec.
    public let reconstruction, divergence, beat, spectrum: Tensor
  }

  /// The factors.
  public var weights: Weights
  /// How spectra are compared.
  public let spectralLoss: SpectralLoss

  /// Prepares the loss.
  public init(_ weights: Weights, spectralLoss: SpectralLoss) {
    self.weights = weights
    self.spectralLoss = spectralLoss
  }

  /// The loss of a batch.
  ///
  /// - Parameters:
  ///   - leads: Recordings in millivolts, `[B, 12, 1024]`.
  ///   - beats: Their beats.
  ///   - noise: Standard normal numbers, `[B, 4, 128]`.
  ///   - autoencoder: Learns.
  ///   - beatDecoder: Learns with it, from the same latent.
  /// - Returns: All terms.
  /// - Throws: If the shapes do not fit.
  public func callAsFunction(
    _ leads: Tensor, _ beats: Beats, noise: Tensor, _ autoencoder: Autoencoder,
    _ beatDecoder: BeatDecoder
  ) throws(TensorError) -> Terms {
    let distribution = try autoencoder.encoder(leads)
    let latent = try distribution.latent(noise: noise)
    return try terms(
      leads, beats, distribution, reconstructed: autoencoder.decoder(latent),
      beat: beatDecoder(latent))
  }

  /// The loss of a batch, for networks of any form.
  ///
  /// - Parameters:
  ///   - leads: Recordings in millivolts, `[B, L, T]`.
  ///   - beats: Their beats, of the beat decoder's form.
  ///   - distribution: What the encoder gave.
  ///   - reconstructed: What the decoder made of a latent drawn from it, `[B, L, T]`.
  ///   - predicted: What the beat decoder made of the same latent, `[B, L, N]`.
  /// - Returns: All terms.
  /// - Throws: If the shapes do not fit.
  public func terms(
    _ leads: Tensor, _ beats: Beats, _ distribution: LatentDistribution, reconstructed: Tensor,
    beat predicted: Tensor
  ) throws(TensorError) -> Terms {
    let reconstruction = try sumOfSquaredErrors(reconstructed, leads)
    let divergence = try normalDivergence(
      mean: distribution.mean, logVariance: distribution.logVariance
    ).sum(1).mean()
    let beat = try Self.beatLoss(predicted, beats)
    let spectrum = try spectralLoss(
      predicted: predicted, beats: beats.all, records: beats.records)
    let total =
      try reconstruction + divergence * weights.divergence + beat * weights.beat
      + spectrum * weights.spectrum
    return Terms(
      total: total, reconstruction: reconstruction, divergence: divergence, beat: beat,
      spectrum: spectrum)
  }

  /// 1/(12 L) ‖real − predicted‖², mean over the records that have a beat.
  static func beatLoss(_ predicted: Tensor, _ beats: Beats) throws(TensorError) -> Tensor {
    let distance = try (predicted - beats.first).squared().mean(1, 2)
    let present = try beats.present.converted(to: predicted.dataType)
    return try (distance * present).sum() / present.sum().clamped(from: 1, to: .infinity)
  }
}
