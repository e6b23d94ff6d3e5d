public import Electrocardiogram
import RandomNumbers

/// Real noise: stretches of a recording of noise, such as those of the MIT-BIH Noise Stress Test.
///
/// Each electrode gets a stretch from a place of its own, in either polarity, of the channels in
/// turn from a random one on. Two channels thereby reach nine electrodes without two of them being
/// alike; what real electrodes share at one instant is lost. A recording of muscle noise that also
/// wanders (`ma` has two thirds of its power below 0.5 Hz) is used as it is.
public struct NoiseClip: ElectrodeArtefact, Equatable {
  /// Samples a second, after resampling.
  public let samplingRate: Double
  /// `[channels][count]`.
  private let channels: [[Float]]
  /// Samples in each channel.
  public var count: Int { channels[0].count }

  /// Takes the channels of a recording and resamples them once.
  ///
  /// - Parameters:
  ///   - recording: The noise; two channels of half an hour at 360 Hz take a tenth of a second.
  ///   - samplingRate: Samples a second of the recordings to come.
  /// - Throws: `unfitClip` if it has no channels, misses samples or is too short.
  public init(_ recording: Recording, samplingRate: Double) throws(NoiseError) {
    precondition(samplingRate > 0, "sampling rate \(samplingRate) Hz")
    guard !recording.channels.isEmpty else {
      throw NoiseError(.unfitClip, "noise recording '\(recording.name)' has no channels")
    }
    for channel in recording.channels {
      if let sample = channel.millivolts.firstIndex(where: { !$0.isFinite }) {
        throw NoiseError(
          .unfitClip,
          "noise recording '\(recording.name)', channel \(channel.name): sample \(sample) is "
            + "missing; cut the recording there")
      }
    }
    let resampling = ClipResampling(from: recording.samplingRate, to: samplingRate)
    channels = recording.channels.map { resampling($0.millivolts) }
    self.samplingRate = samplingRate
    guard channels[0].count > 1 else {
      throw NoiseError(
        .unfitClip,
        "noise recording '\(recording.name)' has \(recording.sampleCount) samples, too few to "
          + "resample")
    }
  }

  /// Draws stretches.
  ///
  /// - Precondition: the clip is as long as the signals.
  @discardableResult
  public func draw(
    into signals: inout ElectrodeSignals, at electrodes: [Electrode], using stream: NoiseStream
  ) -> [NoiseEvent] {
    precondition(count >= signals.count, "\(signals.count) samples of a clip of \(count)")
    var chance = stream.chance
    let firstChannel = chance.whole(below: channels.count)
    signals.clear()
    for electrode in Electrode.allCases {
      let channel = channels[(firstChannel + electrode.index) % channels.count]
      let place = chance.whole(below: count - signals.count + 1)
      let polarity = Float(chance.sign())
      signals.add(
        Array(channel[place..<place + signals.count]), times: polarity, at: electrode)
    }
    return []
  }
}
