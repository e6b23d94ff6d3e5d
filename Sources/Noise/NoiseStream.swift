import CNoiseKernels
import RandomNumbers

/// The random numbers of one artefact of one record.
///
/// Every kind draws from streams of its own, keyed by seed, record and kind, so that adding a kind
/// changes neither the signal nor another kind.
public struct NoiseStream: Sendable {
  let seed: UInt64
  let record: UInt32
  /// The first of the kind's streams.
  let first: UInt32

  /// The numbers of a kind in a record.
  ///
  /// - Parameters:
  ///   - seed: The run's seed.
  ///   - record: The record's index in the whole run.
  ///   - kind: The artefact.
  public init(seed: UInt64, record: UInt32, kind: NoiseKind) {
    self.seed = seed
    self.record = record
    // Far above the streams that signals use.
    first = 0x4E00_0000 | kind.number << 8
  }

  /// The generator for whatever is drawn one at a time.
  var chance: Philox { Philox(seed: seed, record: record, stream: first) }

  /// Fills an array with standard normal numbers.
  ///
  /// - Parameters:
  ///   - part: Which of the kind's independent uses, from 1.
  ///   - numbers: Receives them.
  func fillNormal(part: UInt32, _ numbers: inout [Float]) {
    precondition((1..<256).contains(part), "part \(part)")
    let (seed, record, stream) = (seed, record, first + part)
    unsafe numbers.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      unsafe noise_normals(seed, record, stream, Int64($0.count), base)
    }
  }

  /// Standard normal numbers.
  func normal(part: UInt32, count: Int) -> [Float] {
    var numbers = [Float](repeating: 0, count: count)
    fillNormal(part: part, &numbers)
    return numbers
  }
}
