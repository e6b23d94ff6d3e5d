import Foundation
import Simulator

/// What one core of the machine does at most of the two things that the batch engine is made of.
struct MachineLimits: Encodable {
  /// Exponentials of the waves' formula, in registers, with nothing else to do.
  let exponentialsPerSecond: Double
  /// Bytes written to the same six megabytes that the engine writes to, with nothing to compute.
  let bytesPerSecond: Double

  /// Measures both.
  ///
  /// The best of ten stretches counts: a limit is what the machine can do undisturbed.
  static func measure(seconds: Double) -> MachineLimits {
    var checksum: Float = 0
    let exponentials = best(seconds: seconds) {
      let (count, sum) = BatchSimulator.exponentials(rounds: 20_000)
      checksum += sum
      return Double(count)
    }
    precondition(checksum.isFinite, "the sum of exponentials is \(checksum)")
    var leads = [Float](repeating: 0, count: SimulatorBench.places * SimulatorBench.beatSize)
    let bytes = best(seconds: seconds) {
      unsafe leads.withUnsafeMutableBytes { leads in
        guard let base = leads.baseAddress else { return 0 }
        unsafe memset(base, 1, leads.count)
        return Double(leads.count)
      }
    }
    return MachineLimits(exponentialsPerSecond: exponentials, bytesPerSecond: bytes)
  }

  /// A row's exponentials a second as a share of the limit.
  func exponentialShare(of row: BenchReport.Row) -> Double? {
    row.exponentialsPerBeat.map { $0 * row.beatsPerSecond / exponentialsPerSecond }
  }

  /// A row's bytes a second as a share of the limit.
  func byteShare(of row: BenchReport.Row) -> Double? {
    row.bytesPerBeat.map { $0 * row.beatsPerSecond / bytesPerSecond }
  }

  /// The largest amount a second of ten stretches.
  private static func best(seconds: Double, _ work: () -> Double) -> Double {
    (0..<10).map { _ in
      var amount = 0.0
      let start = ProcessorTime.now
      var elapsed = 0.0
      while elapsed < seconds / 10 {
        amount += work()
        elapsed = ProcessorTime.now - start
      }
      return amount / elapsed
    }.max() ?? 0
  }
}
