/// How the time of a recording is cut into data records.
public struct EDFTiming: Sendable, Equatable {
  /// Samples of each signal in a data record.
  public let samples: Int
  /// Length of a data record in steps of 10 µs.
  public let tensOfMicroseconds: Int
  /// Data records; the last may hold more samples than the recording has left.
  public let recordCount: Int

  /// Lengths of a data record that EDFlib writes, in its steps: 1 ms to 60 s.
  private static let steps = 100.0...6_000_000

  /// Cuts a recording into equal data records of about a second.
  ///
  /// Where it is possible they hold its samples without a rest. A data record lasts a whole number of
  /// 10 µs, so that some rates need long ones, and others have none.
  ///
  /// - Parameters:
  ///   - samplingRate: Samples a second.
  ///   - count: Samples of the recording.
  ///   - annotationLimit: Annotations that there must be room for; many need short data records.
  ///
  /// Fails if no length of a data record fits the sampling rate.
  public init?(samplingRate: Double, count: Int, annotationLimit: Int = 0) {
    let fewest = max(
      1,
      (annotationLimit + EDFWriter.largestAnnotationSignals - 1)
        / EDFWriter.largestAnnotationSignals)
    let second = max(1, min(Int(samplingRate.rounded()), count / fewest))
    func steps(_ samples: Int) -> Int? {
      let steps = Double(samples) / samplingRate * 1e5
      guard abs(steps - steps.rounded()) < 1e-6, Self.steps.contains(steps) else { return nil }
      return Int(steps.rounded())
    }
    let down = stride(from: second, to: 0, by: -1)
    // A tenth of a second at least, unless annotations need less: each data record has a head.
    let least = min(second, Int(samplingRate / 10))
    let longest = max(second, Int(samplingRate * 60))
    let exact = down.first { $0 >= least && count % $0 == 0 && steps($0) != nil }
    guard
      let samples = exact ?? down.first(where: { $0 >= least && steps($0) != nil })
        ?? (second...longest).first(where: { steps($0) != nil })
        ?? down.first(where: { steps($0) != nil }),
      let length = steps(samples), count > 0
    else { return nil }
    (self.samples, tensOfMicroseconds) = (samples, length)
    recordCount = (count + samples - 1) / samples
  }
}
