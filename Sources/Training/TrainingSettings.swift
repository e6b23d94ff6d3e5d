public import Diffusion
public import NeuralNetworks
public import SimulatorLoss

/// All that a training depends on beside its data: defaults here, then a file, then flags.
public struct TrainingSettings: Sendable, Codable, Equatable {
  /// Size of the networks.
  public var size = WorkbenchForm.Size.small
  /// Channels of a latent.
  public var latentChannels = 16
  /// Key of all random numbers.
  public var seed: UInt64 = 1
  /// Folds that are learned from, and those that choose between checkpoints.
  public var trainingFolds = [1, 2, 3, 4, 5, 6, 7], validationFolds = [8]
  /// The first stage.
  public var autoencoder = Autoencoder()
  /// The second stage.
  public var denoiser = Denoiser()
  /// How both are run.
  public var loop = Loop()

  /// The defaults.
  public init() {}

  /// How steps follow each other.
  public struct Loop: Sendable, Codable, Equatable {
    /// Steps between lines of metrics, checkpoints and validations.
    public var logEvery = 20, checkpointEvery = 500, validateEvery = 250
    /// Checkpoints that are kept beside the best.
    public var keep = 2

    /// The defaults.
    public init() {}
  }

  /// How a network is stepped.
  public struct Descent: Sendable, Codable, Equatable {
    /// Records in a batch.
    public var batch: Int
    /// Steps, the learning rate at its highest and what is left of it at the end.
    public var steps: Int, learningRate: Double, finalFraction = 0.02
    /// Steps over which the learning rate rises.
    public var warmUpSteps = 100
    /// The largest norm of the gradients.
    public var largestNorm = 1.0
    /// How moments and weights decay.
    public var adam = AdamW.Settings(betas: [0.9, 0.99], weightDecay: 0.01)

    /// Describes steps.
    public init(batch: Int, steps: Int, learningRate: Double) {
      self.batch = batch
      self.steps = steps
      self.learningRate = learningRate
    }

    /// The learning rate over the run.
    public var schedule: LearningRateSchedule {
      LearningRateSchedule(
        peak: learningRate, warmUpSteps: min(warmUpSteps, steps - 1), totalSteps: steps,
        finalFraction: finalFraction)
    }
  }

  /// The autoencoder and the beat decoder, which learn together.
  public struct Autoencoder: Sendable, Codable, Equatable {
    /// Steps.
    public var descent = Descent(batch: 16, steps: 4000, learningRate: 2e-3)
    /// Length of the windows that are learned from, in columns of 80 ms.
    public var columns = 64
    /// Records are multiplied by a factor from 1/j to j.
    public var amplitudeJitter = 1.5
    /// Each lead is multiplied by another factor from 1/j to j; over 1,600 steps 1.5 bettered nothing.
    public var leadJitter = 1.0
    /// Factors of the loss's terms beside the sum of squared errors.
    public var weights = AutoencoderLoss.Weights(divergence: 0.01, beat: 500, spectrum: 0.2)

    /// The defaults.
    public init() {}
  }

  /// The denoiser.
  public struct Denoiser: Sendable, Codable, Equatable {
    /// Steps.
    public var descent = Descent(batch: 32, steps: 8000, learningRate: 5e-4)
    /// Length of the windows that are learned from, in columns of 80 ms.
    public var columns = 120
    /// Places for tokens.
    public var tokens = 20
    /// How often the whole condition is dropped.
    public var conditionDropout = 0.1
    /// Memory of the moving average that generates.
    public var averageDecay = 0.999
    /// What the output stands for.
    public var prediction = Prediction.velocity
    /// Factors of the physics terms.
    public var physics = PhysicsLoss.Weights(euler: 0, interLead: 0)

    /// The defaults.
    public init() {}
  }
}
