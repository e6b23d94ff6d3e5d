internal import Electrocardiogram

/// The leads of a recording that can be measured, without gaps and without pacing pulses.
///
/// The recording's own samples stay as they are: this copy serves to find instants, at which
/// amplitudes are then read from the recording. A missing sample (NaN) takes the value of the line
/// between its neighbours; a lead that is constant, or misses more than half of its samples, is left
/// out. Limb leads that follow from two others are not repeated.
struct MeasuredLeads {
  /// Potentials in millivolts, lead by lead.
  private(set) var millivolts: [[Double]]
  /// Pulses of a pacemaker that were taken out of them.
  let pulses: [DetectedPulse]
  let samplingRate: Double

  /// Copies the channels that can be measured.
  init(_ recording: Recording) {
    let named = Set(recording.channels.compactMap(\.lead))
    let dependent: Set<Lead> =
      named.isSuperset(of: [.I, .II]) ? [.III, .aVR, .aVL, .aVF] : []
    millivolts = recording.channels
      .filter { channel in channel.lead.map { !dependent.contains($0) } ?? true }
      .compactMap { Self.continuous($0.millivolts) }
    // The step into the constant tail is not a complex.
    let tail = ConstantTail.start(of: recording)
    for lead in millivolts.indices where tail > 0 {
      for i in tail..<max(tail, millivolts[lead].count) {
        millivolts[lead][i] = millivolts[lead][tail - 1]
      }
    }
    samplingRate = recording.samplingRate
    pulses = PacingPulseDetector.removePulses(from: &millivolts, samplingRate: samplingRate)
  }

  /// The samples with gaps bridged, or `nil` if nothing can be measured in them.
  private static func continuous(_ samples: [Double]) -> [Double]? {
    var result = samples
    var (low, high) = (Double.infinity, -Double.infinity)
    var previous: Int?
    var missing = 0
    for (i, value) in samples.enumerated() {
      guard value.isFinite else {
        missing += 1
        continue
      }
      low = min(low, value)
      high = max(high, value)
      if let before = previous {
        if before < i - 1 { bridge(&result, before, i) }
      } else {
        for j in 0..<i { result[j] = value }
      }
      previous = i
    }
    guard let last = previous, high > low, 2 * missing <= samples.count else { return nil }
    for j in (last + 1)..<max(samples.count, last + 1) { result[j] = samples[last] }
    return result
  }

  /// Draws a straight line between two samples.
  static func bridge(_ samples: inout [Double], _ first: Int, _ last: Int) {
    let slope = (samples[last] - samples[first]) / Double(last - first)
    for i in (first + 1)..<last { samples[i] = samples[first] + slope * Double(i - first) }
  }
}
