public import Datasets
import Foundation
public import Tensors

/// Draws windows of prepared recordings, each step's from numbers of its own.
///
/// Records are drawn with replacement, windows begin at any sample: what a step sees depends on the seed and
/// the step's number alone.
public struct WindowSampler: Sendable {
  /// Windows of one step.
  public struct Batch: Sendable {
    /// Leads in mV, `[B, 8, samples]`.
    public let leads: Tensor
    /// The records that they come from.
    public let records: [Int]
    /// The factor of each.
    public let factors: [Double]
  }

  /// The recordings.
  public let folder: PreparedFolder
  /// Those that are drawn.
  public let records: [Int]
  /// Samples of a window.
  public let samples: Int
  private let seed: UInt64
  private let amplitudeJitter: Double

  /// Prepares to draw.
  ///
  /// - Parameters:
  ///   - folder: The recordings.
  ///   - folds: Those that are drawn from.
  ///   - samples: Samples of a window; recordings that are shorter are left out.
  ///   - amplitudeJitter: Windows are multiplied by a factor from 1/j to j, evenly in its logarithm.
  ///   - seed: Key of the numbers.
  /// - Throws: `TrainingError.Code.noData` if no recording is left.
  public init(
    _ folder: PreparedFolder, folds: [Int], samples: Int, amplitudeJitter: Double, seed: UInt64
  ) throws(TrainingError) {
    precondition(samples > 0 && amplitudeJitter >= 1, "\(samples) samples, \(amplitudeJitter)")
    self.folder = folder
    records = folder.records(inFolds: folds).filter { folder.labels[$0].sampleCount >= samples }
    self.samples = samples
    self.seed = seed
    self.amplitudeJitter = amplitudeJitter
    guard !records.isEmpty else {
      throw TrainingError(
        .noData, "no recording of folds \(folds) has \(samples) samples; prepare other data")
    }
  }

  /// The records, beginnings and factors of a step's windows.
  func choices(
    step: Int, count: Int
  ) throws(TensorError) -> [(record: Int, start: Int, factor: Double)] {
    var generator = TensorGenerator(seed: seed, record: UInt32(step), stream: 1)
    let numbers: [Double] = try generator.uniform([count, 3], dataType: .float64).doubles()
    return (0..<count).map { index in
      // Numbers in (0, 1].
      let record = records[min(records.count - 1, Int(numbers[3 * index] * Double(records.count)))]
      let room = folder.labels[record].sampleCount - samples + 1
      return (
        record, min(room - 1, Int(numbers[3 * index + 1] * Double(room))),
        pow(amplitudeJitter, 2 * numbers[3 * index + 2] - 1)
      )
    }
  }

  /// The windows of a step.
  ///
  /// - Throws: If there is no memory.
  public func batch(step: Int, count: Int, on device: Device) throws(TensorError) -> Batch {
    let choices = try choices(step: step, count: count)
    var values: [Float] = []
    values.reserveCapacity(count * 8 * samples)
    for (record, start, factor) in choices {
      let scale = Float(factor)
      for value in folder.signal(record, samples: start..<start + samples) {
        values.append(value * scale)
      }
    }
    return Batch(
      leads: try Tensor(values, shape: [count, 8, samples], on: device),
      records: choices.map(\.record), factors: choices.map(\.factor))
  }
}
