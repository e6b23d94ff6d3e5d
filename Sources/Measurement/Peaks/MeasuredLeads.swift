internal import Electrocardiogram

/// The leads of a recording that can be measured, without gaps and without pacing pulses.
///
/// The recording's own samples stay as they are: this copy serves to find instants, at which
/// amplitudes are then read from the recording. A missing sample (NaN) takes the value of the line
/// between its neighbours; a lead that is constant, or misses more than half of its samples, is left
/// out. Limb leads that follow from two others are not repeated.
struct MeasuredLeads {
  /// Channels that can be measured, limb leads that follow from I and II left out.
  private(set) var names: [String] = []
  /// The standard leads that they are.
  private(set) var leads: [Lead?] = []
  /// Their potentials in millivolts.
  private(set) var millivolts: [[Double]] = []
  /// Pulses of a pacemaker that were taken out of them.
  let pulses: [DetectedPulse]
  let samplingRate: Double

  /// Copies the channels that can be measured.
  init(_ recording: Recording) {
    samplingRate = recording.samplingRate
    let usable = recording.channels.compactMap { channel in
      Self.continuous(channel.millivolts).map { (channel.name, channel.lead, $0) }
    }
    let known = Set(usable.compactMap(\.1))
    let dependent: Set<Lead> = known.isSuperset(of: [.I, .II]) ? [.III, .aVR, .aVL, .aVF] : []
    for (name, lead, samples) in usable where lead.map({ !dependent.contains($0) }) ?? true {
      names.append(name)
      leads.append(lead)
      millivolts.append(samples)
    }
    // The step into the constant tail is not a complex.
    let tail = ConstantTail.start(of: recording)
    for lead in millivolts.indices where tail > 0 {
      for i in tail..<max(tail, millivolts[lead].count) {
        millivolts[lead][i] = millivolts[lead][tail - 1]
      }
    }
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
