public import Electrocardiogram

/// Rounds a recording to whole steps so that the limb leads obey their laws in integers.
///
/// Rounding each lead for itself breaks III = II − I by up to one step. Where the recording's limb
/// leads follow from I and II, only those two are rounded; then III = II − I exactly and
/// aVR = −(I + II)/2, aVL = I − II/2, aVF = II − I/2 to half a step, on the side of the value itself.
/// III is then within one step of what its law gives, the augmented leads within three quarters, the
/// others within half. Limb leads that were measured and differ from the laws are rounded as they
/// are.
public enum LimbLeadQuantisation {
  /// What stands for NaN.
  public static let missing = Int64.min

  /// How far a limb lead may be from its law and still count as computed, in millivolts.
  ///
  /// One step is the limit where that is less, so that no lead moves further than rounding moves it.
  /// Computed leads obey the laws within 1e-6 mV in memory; the finest published recordings have
  /// steps of 5e-4 mV, and where theirs differ, they do so by half a step at least.
  public static let tolerance = 1e-6

  /// Steps of 2^53 and beyond are not whole numbers in double precision.
  private static let limit = 9_007_199_254_740_992.0

  /// The samples as whole numbers of steps, `[channel][sample]`, `missing` for NaN.
  ///
  /// - Parameters:
  ///   - recording: Potentials in millivolts.
  ///   - unitsPerMillivolt: Steps in a millivolt.
  /// - Returns: One array a channel, in the recording's order.
  /// - Throws: `outOfRange` for infinite values and those of 2^53 steps or more.
  public static func steps(
    of recording: Recording, unitsPerMillivolt: Double
  ) throws(RecordFileError) -> [[Int64]] {
    precondition(
      unitsPerMillivolt > 0 && unitsPerMillivolt.isFinite,
      "\(unitsPerMillivolt) units per millivolt is not positive")
    var steps: [[Int64]] = []
    for channel in recording.channels {
      steps.append(try rounded(channel, unitsPerMillivolt, recording.name))
    }
    guard let I = recording.channels.firstIndex(where: { $0.lead == .I }),
      let II = recording.channels.firstIndex(where: { $0.lead == .II })
    else { return steps }
    for (index, channel) in recording.channels.enumerated() {
      guard let lead = channel.lead, lead != .I, lead != .II,
        let weights = LimbLeads.weights(of: lead),
        follows(
          channel, weights, recording.channels[I], recording.channels[II],
          within: min(tolerance, 1 / unitsPerMillivolt))
      else { continue }
      // The weights are halves, so that twice the sum is whole; sums stay below 2^55.
      let (a, b) = (Int64(2 * weights.I), Int64(2 * weights.II))
      for sample in steps[index].indices where steps[index][sample] != missing {
        let twice = a * steps[I][sample] + b * steps[II][sample]
        steps[index][sample] = min(max(steps[index][sample], twice >> 1), (twice + 1) >> 1)
      }
    }
    return steps
  }

  private static func rounded(
    _ channel: Channel, _ scale: Double, _ name: String
  ) throws(RecordFileError) -> [Int64] {
    var steps = [Int64](repeating: missing, count: channel.millivolts.count)
    for (index, value) in channel.millivolts.enumerated() where !value.isNaN {
      let step = (value * scale).rounded(.toNearestOrEven)
      guard abs(step) < limit else {
        throw RecordFileError(
          .outOfRange, file: name,
          "lead \(channel.name), sample \(index): \(value) mV is beyond every format",
          advice: "check how the recording was computed")
      }
      steps[index] = Int64(step)
    }
    return steps
  }

  /// Whether a lead is what its law makes of I and II, and missing only where one of them is.
  private static func follows(
    _ channel: Channel, _ weights: (I: Double, II: Double), _ I: Channel, _ II: Channel,
    within limit: Double
  ) -> Bool {
    for index in channel.millivolts.indices {
      let law = weights.I * I.millivolts[index] + weights.II * II.millivolts[index]
      let value = channel.millivolts[index]
      guard value.isNaN || abs(value - law) <= limit else { return false }
    }
    return true
  }
}
