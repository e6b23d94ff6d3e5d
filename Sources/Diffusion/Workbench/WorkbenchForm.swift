/// What of the workbench's own networks can be chosen: how large they are and what they make.
///
/// Eight independent leads; one latent column for each 80 ms.
public struct WorkbenchForm: Sendable, Codable, Equatable {
  /// Named sizes of all networks together.
  public enum Size: String, Sendable, Codable, CaseIterable {
    /// At most 2 million parameters.
    case tiny
    /// 5 million: a checkpoint below 20 MB.
    case small
    /// As many as the published networks, 44 million.
    case full
  }

  /// Samples a second: 100 or 500.
  public var samplingRate: Int
  /// Leads: I, II, V1 … V6.
  public var leads = 8
  /// Channels of a latent.
  public var latentChannels = 16
  /// Channels inside the autoencoder, and of the beat decoder.
  public var codecWidth: Int, beatWidth: Int
  /// Residual blocks of encoder and decoder.
  public var encoderBlocks: Int, decoderBlocks: Int
  /// Channels of the denoiser's stages; each but the first has half the length of the one before.
  public var stageWidths: [Int]
  /// Residual blocks of a stage.
  public var blocksPerStage: Int
  /// Numbers in a token of the condition, and in the denoiser's view of it.
  public var tokenWidth: Int, contextWidth: Int
  /// Heads of attention.
  public var heads: Int

  /// A named size.
  ///
  /// - Parameters:
  ///   - size: How large.
  ///   - samplingRate: 100 or 500 Hz.
  ///   - tokenWidth: Numbers in a token.
  /// - Precondition: The rate is one of the two.
  public init(_ size: Size, samplingRate: Int, tokenWidth: Int) {
    precondition([100, 500].contains(samplingRate), "\(samplingRate) Hz; 100 and 500 are there")
    self.samplingRate = samplingRate
    self.tokenWidth = tokenWidth
    switch size {
    case .tiny:
      (codecWidth, beatWidth, encoderBlocks, decoderBlocks) = (96, 48, 2, 3)
      (stageWidths, blocksPerStage, contextWidth, heads) = ([56, 88, 120], 1, 96, 4)
    case .small:
      (codecWidth, beatWidth, encoderBlocks, decoderBlocks) = (144, 64, 3, 4)
      (stageWidths, blocksPerStage, contextWidth, heads) = ([96, 144, 192], 1, 128, 4)
    case .full:
      (codecWidth, beatWidth, encoderBlocks, decoderBlocks) = (448, 128, 5, 9)
      (stageWidths, blocksPerStage, contextWidth, heads) = ([160, 272, 400], 2, 256, 8)
    }
  }

  /// Samples that one latent column stands for.
  public var samplesPerColumn: Int { samplingRate * 8 / 100 }

  /// Columns of the latent of a recording.
  ///
  /// - Precondition: The samples are a multiple of those of a column.
  public func columns(ofSamples count: Int) -> Int {
    precondition(
      count > 0 && count.isMultiple(of: samplesPerColumn),
      "\(count) samples; a multiple of \(samplesPerColumn) was expected")
    return count / samplesPerColumn
  }

  /// The beat that the beat decoder makes: 0.2 s before the R peak to 0.4 s behind it.
  public var beat: BeatForm { BeatForm(samplingRate: Double(samplingRate)) }
}

/// Where a beat begins and ends around its R peak: −0.2 s to +0.4 s, as in SE-Diff.
public struct BeatForm: Sendable, Codable, Equatable {
  /// Samples a second.
  public let samplingRate: Double
  /// Samples in the window.
  public let sampleCount: Int
  /// Place of the R peak.
  public let rPeak: Int

  /// The window at a rate.
  public init(samplingRate: Double) {
    self.samplingRate = samplingRate
    rPeak = Int((0.2 * samplingRate).rounded())
    sampleCount = rPeak + Int((0.4 * samplingRate).rounded()) + 1
  }
}
