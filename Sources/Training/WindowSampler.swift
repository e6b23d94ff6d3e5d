public import Datasets
import Electrocardiogram
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
    /// The factor of each lead of each, `[record][lead]`.
    public let factors: [[Double]]
  }

  /// The recordings.
  public let folder: PreparedFolder
  /// Those that are drawn.
  public let records: [Int]
  /// Samples of a window.
  public let samples: Int
  private let seed: UInt64
  private let amplitudeJitter: Double, leadJitter: Double

  /// Prepares to draw.
  ///
  /// - Parameters:
  ///   - folder: The recordings.
  ///   - folds: Those that are drawn from.
  ///   - samples: Samples of a window; recordings that are shorter are left out.
  ///   - amplitudeJitter: Windows are multiplied by a factor from 1/j to j, evenly in its logarithm.
  ///   - leadJitter: Each lead is multiplied by another such factor.
  ///   - seed: Key of the numbers.
  /// - Throws: `TrainingError.Code.noData` if no recording is left.
  public init(
    _ folder: PreparedFolder, folds: [Int], samples: Int, amplitudeJitter: Double = 1,
    leadJitter: Double = 1, seed: UInt64
  ) throws(TrainingError) {
    precondition(
      samples > 0 && amplitudeJitter >= 1 && leadJitter >= 1,
      "\(samples) samples, jitter \(amplitudeJitter) and \(leadJitter)")
    self.folder = folder
    records = folder.records(inFolds: folds).filter { folder.labels[$0].sampleCount >= samples }
    self.samples = samples
    self.seed = seed
    self.amplitudeJitter = amplitudeJitter
    self.leadJitter = leadJitter
    guard !records.isEmpty else {
      throw TrainingError(
        .noData, "no recording of folds \(folds) has \(samples) samples; prepare other data")
    }
  }

  /// The records, beginnings and factors of a step's windows.
  func choices(
    step: Int, count: Int
  ) throws(TensorError) -> [(record: Int, start: Int, factors: [Double])] {
    var generator = TensorGenerator(seed: seed, record: UInt32(step), stream: 1)
    let leads = Lead.independent.count
    let row = 3 + leads
    let numbers: [Double] = try generator.uniform([count, row], dataType: .float64).doubles()
    return (0..<count).map { index in
      // Numbers in (0, 1].
      let drawn = numbers[index * row..<(index + 1) * row]
      let first = drawn.startIndex
      let record = records[min(records.count - 1, Int(drawn[first] * Double(records.count)))]
      let room = folder.labels[record].sampleCount - samples + 1
      let size = pow(amplitudeJitter, 2 * drawn[first + 2] - 1)
      return (
        record, min(room - 1, Int(drawn[first + 1] * Double(room))),
        drawn.dropFirst(3).map { size * pow(leadJitter, 2 * $0 - 1) }
      )
    }
  }

  /// The windows of a step.
  ///
  /// - Throws: If there is no memory.
  public func batch(step: Int, count: Int, on device: Device) throws(TensorError) -> Batch {
    let choices = try choices(step: step, count: count)
    var values: [Float] = []
    values.reserveCapacity(count * Lead.independent.count * samples)
    for (record, start, factors) in choices {
      let signal = folder.signal(record, samples: start..<start + samples)
      values += Self.scaled(signal, by: factors)
    }
    return Batch(
      leads: try Tensor(values, shape: [count, Lead.independent.count, samples], on: device),
      records: choices.map(\.record), factors: choices.map(\.factors))
  }

  /// Leads one after another, each multiplied by its factor.
  static func scaled(_ signal: [Float], by factors: [Double]) -> [Float] {
    let count = signal.count / factors.count
    return signal.indices.map { signal[$0] * Float(factors[$0 / count]) }
  }
}
