public import Electrocardiogram
import Foundation

/// Adds artefacts to recordings at their electrodes, each at the level asked.
///
/// Each kind is drawn, freed of its means at the electrodes, projected onto the recording's leads and
/// scaled by one factor so that its *realised* level is the one asked: a record of ten seconds holds
/// two waves of wander or one burst, whose expected level says little about it. Kinds are
/// scaled each for itself. Then an electrode is taken off and amplifiers saturate, if asked for;
/// levels count before that.
///
/// The noise depends on seed, record index, sampling rate, length and leads alone. A generator keeps
/// buffers for the next record; give each thread its own copy.
public struct NoiseGenerator: Sendable {
  /// What is added.
  public let specification: NoiseSpecification
  /// Samples a second of the recordings.
  public let samplingRate: Double
  /// Artefacts of which the shape does not change from record to record.
  private var artefacts: [NoiseKind: any ElectrodeArtefact] = [:]
  private let clips: [NoiseKind: NoiseClip]
  private var total = ElectrodeSignals(count: 0)
  private var drawn = ElectrodeSignals(count: 0)

  /// Prepares artefacts.
  ///
  /// - Parameters:
  ///   - specification: Kinds and levels.
  ///   - samplingRate: Samples a second of the recordings.
  ///   - clips: Recorded noise that takes the place of a kind's equations.
  /// - Throws: `badLevel` if the mains are not below half the sampling rate; `unfitClip` if a clip has
  ///   another sampling rate or belongs to a kind that is not added.
  public init(
    _ specification: NoiseSpecification, samplingRate: Double, clips: [NoiseKind: NoiseClip] = [:]
  ) throws(NoiseError) {
    precondition(
      samplingRate >= 1 && samplingRate.isFinite, "sampling rate \(samplingRate) Hz is below 1 Hz")
    self.specification = specification
    self.samplingRate = samplingRate
    self.clips = clips
    for (kind, clip) in clips {
      guard kind.isAdded, clip.samplingRate == samplingRate else {
        throw NoiseError(
          .unfitClip,
          "noise '\(kind.rawValue)': a clip of \(clip.samplingRate) Hz for recordings of "
            + "\(samplingRate) Hz; resample it, and give clips for noise that is added only")
      }
    }
    for kind in specification.levels.keys where kind.isAdded {
      if let clip = clips[kind] {
        artefacts[kind] = clip
        continue
      }
      let mains = specification.mainsHertz
      if kind == .powerline, mains + 1 >= samplingRate / 2 {
        throw NoiseError(
          .badLevel,
          "noise 'powerline' of \(mains) Hz needs more than \(2 * mains + 2) samples a second, not "
            + "\(samplingRate)")
      }
      artefacts[kind] = Self.artefact(kind, samplingRate: samplingRate, mainsHertz: mains)
    }
  }

  private static func artefact(
    _ kind: NoiseKind, samplingRate: Double, mainsHertz: Double
  ) -> (any ElectrodeArtefact)? {
    switch kind {
    case .baseline: BaselineWander(samplingRate: samplingRate)
    case .muscle: MuscleNoise(samplingRate: samplingRate)
    case .electrodeMotion: ElectrodeMotion(samplingRate: samplingRate)
    case .powerline: PowerLine(mainsHertz: mainsHertz, samplingRate: samplingRate)
    case .white: WhiteNoise(standardDeviation: 1)
    case .pink: PinkNoise(samplingRate: samplingRate)
    case .leadOff, .saturation: nil
    }
  }

  /// Adds the noise of one record.
  ///
  /// - Parameters:
  ///   - recording: Clean standard leads; receives noise in each.
  ///   - seed: The run's seed.
  ///   - record: The record's index in the whole run.
  ///   - breath: The breathing that the baseline shares with the heart.
  /// - Returns: What was delivered.
  /// - Throws: `unknownLead` for a channel that is no standard lead; `unfitRecording` if it is flat where a
  ///   ratio is asked for, has fewer than two samples or misses some; `unfitClip` if it is longer than
  ///   a clip. The recording is then as it was.
  /// - Precondition: the recording has the generator's sampling rate.
  public mutating func add(
    to recording: inout Recording, seed: UInt64, record: UInt32, breath: RespiratoryCycle? = nil
  ) throws(NoiseError) -> NoiseReport {
    precondition(
      recording.samplingRate == samplingRate,
      "a recording of \(recording.samplingRate) Hz for noise of \(samplingRate) Hz")
    let count = recording.sampleCount
    let leads = try Self.leads(of: recording)
    let clean = try Self.variances(of: recording)
    let electrodes = Electrode.allCases.filter { electrode in
      leads.contains { $0.electrodeWeights[electrode.index] != 0 }
    }
    if total.count != count {
      total = ElectrodeSignals(count: count)
      drawn = ElectrodeSignals(count: count)
    } else {
      total.clear()
    }
    var report = NoiseReport()
    for kind in NoiseKind.allCases {
      guard let level = specification.levels[kind], var artefact = artefacts[kind] else { continue }
      if let clip = clips[kind], clip.count < count {
        throw NoiseError(
          .unfitClip,
          "noise '\(kind.rawValue)': a recording of \(recording.duration) s and a clip of "
            + "\(Double(clip.count) / samplingRate) s; give a longer clip")
      }
      if var wander = artefact as? BaselineWander {
        wander.breath = breath
        artefact = wander
      }
      report.events += artefact.draw(
        into: &drawn, at: electrodes,
        using: NoiseStream(seed: seed, record: record, kind: kind))
      report.delivered.append(try add(kind, level, leads: leads, clean: clean))
    }
    let events = try alter(recording, at: electrodes, seed: seed, record: record)
    report.events += events
    for (index, lead) in leads.enumerated() {
      total.add(to: &recording.channels[index].millivolts, as: lead)
    }
    if case .railMillivolts(let rail)? = specification.levels[.saturation] {
      Saturation(rail: rail).clip(&recording)
    }
    return report
  }

  /// Adds what is drawn to the total, at its level.
  private mutating func add(
    _ kind: NoiseKind, _ level: NoiseLevel, leads: [Lead], clean: [Double]
  ) throws(NoiseError) -> NoiseReport.Delivered {
    let drawnVariances = LeadVariances(of: drawn)
    let variances = leads.map { drawnVariances[$0] }
    let power = variances.reduce(0, +)
    let asked: Double
    switch level {
    case .snrDecibels(let decibels):
      let signal = clean.reduce(0, +)
      guard signal > 0 else {
        throw NoiseError(
          .unfitRecording,
          "noise '\(kind.rawValue)' of \(decibels) dB: the recording is flat, so that no ratio can "
            + "be had; give millivolts instead")
      }
      asked = signal / pow(10, decibels / 10)
    case .rmsMillivolts(let rms): asked = rms * rms * Double(leads.count)
    case .seconds, .railMillivolts:
      preconditionFailure("level \(level) of \(kind)")
    }
    guard power > 0 else {
      throw NoiseError(
        .unfitRecording,
        "noise '\(kind.rawValue)': none falls into \(drawn.count) samples; make the recording "
          + "longer")
    }
    let gain = (asked / power).squareRoot()
    total.add(drawn, times: Float(gain), means: drawnVariances.means)
    return NoiseReport.Delivered(
      kind: kind, leads: leads, variances: variances.map { $0 * gain * gain }, clean: clean)
  }

  /// Takes an electrode off and overloads an amplifier.
  private mutating func alter(
    _ recording: Recording, at electrodes: [Electrode], seed: UInt64, record: UInt32
  ) throws(NoiseError) -> [NoiseEvent] {
    var events: [NoiseEvent] = []
    if case .seconds(let seconds)? = specification.levels[.leadOff] {
      events.append(
        try LeadOff(seconds: seconds, mainsHertz: specification.mainsHertz).apply(
          to: &total, of: recording, at: electrodes,
          using: NoiseStream(seed: seed, record: record, kind: .leadOff)))
    }
    if case .railMillivolts(let rail)? = specification.levels[.saturation] {
      events.append(
        Saturation(rail: rail).overload(
          &total, samplingRate: samplingRate, at: electrodes,
          using: NoiseStream(seed: seed, record: record, kind: .saturation)))
    }
    return events
  }

  private static func leads(of recording: Recording) throws(NoiseError) -> [Lead] {
    var leads: [Lead] = []
    for channel in recording.channels {
      guard let lead = channel.lead else {
        throw NoiseError(
          .unknownLead,
          "recording '\(recording.name)': nothing is known of the electrodes of channel "
            + "'\(channel.name)'; noise is for the twelve standard leads")
      }
      leads.append(lead)
    }
    return leads
  }

  /// Variances of the channels in mV².
  private static func variances(of recording: Recording) throws(NoiseError) -> [Double] {
    guard recording.sampleCount > 1 else {
      throw NoiseError(
        .unfitRecording,
        "recording '\(recording.name)' has \(recording.channels.count) channels of "
          + "\(recording.sampleCount) samples; noise needs two samples at least")
    }
    var variances: [Double] = []
    for channel in recording.channels {
      let variance = ElectrodeKernels.variance(of: channel.millivolts)
      guard variance.isFinite else {
        throw NoiseError(
          .unfitRecording,
          "recording '\(recording.name)', lead \(channel.name) misses samples or is infinite")
      }
      variances.append(variance)
    }
    return variances
  }
}
