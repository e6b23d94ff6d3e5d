public import Electrocardiogram
public import Noise
public import RhythmLibrary
import Simulator

/// What goes with a record's samples in every format: how it was made and what is true of it.
public struct RecordDocument: Encodable, Sendable {
  /// A rhythm and its rate.
  public struct Stage: Encodable, Sendable {
    /// When it begins, in seconds.
    public let start: Double
    /// Its name.
    public let rhythm: String
    /// Beats a minute for every clock without a rate of its own.
    public let heartRatePerMinute: Double
  }

  /// An artefact as it was delivered in a stretch.
  public struct Artefact: Encodable, Sendable {
    /// Which stretch, from 0.
    public let stretch: Int
    /// Its kind.
    public let kind: NoiseKind
    /// Root mean square over all leads, in millivolts.
    public let rmsMillivolts: Double
    /// Signal-to-noise ratio over all leads, in decibels; `nil` for a flat signal.
    public let snrDecibels: Double?
  }

  /// What befell an electrode.
  public struct Event: Encodable, Sendable {
    /// Which stretch, from 0; times count from its begin.
    public let stretch: Int
    /// The artefact.
    public let kind: NoiseKind
    /// The electrode.
    public let electrode: String
    /// Begin and end in seconds.
    public let start, end: Double
  }

  /// The record's name.
  public let name: String
  /// Its rhythms.
  public let rhythms: [Stage]
  /// What a cardiologist would write under it.
  public let statement: String
  /// Codes of SCP-ECG and SNOMED CT.
  public let scpCodes, snomedCodes: [String]
  /// Whose record it is.
  public let ageYears: Double
  /// Female or male.
  public let sex: Patient.Sex
  /// Samples a second.
  public let samplingRate: Double
  /// Length in seconds.
  public let durationSeconds: Double
  /// The leads in their order.
  public let leads: [Lead]
  /// Artefacts that were added.
  public let noise: [Artefact]
  /// What befell single electrodes.
  public let electrodeEvents: [Event]
  /// Every wave, beat, pulse and rhythm.
  public let truth: GroundTruth
  /// How to make it again.
  public let seed: UInt64
  /// Its index in the run.
  public let record: UInt32
  /// The program.
  public let version: String
  /// What every simulated artefact says of itself.
  public let notice: String

  /// Describes a record.
  ///
  /// - Parameters:
  ///   - plan: What was drawn.
  ///   - truth: Its waves.
  ///   - noise: What noise each stretch got.
  ///   - version: The program's version.
  ///   - notice: What every simulated artefact says of itself.
  public init(
    _ plan: PlannedRecord, truth: GroundTruth, noise: [NoiseReport], version: String,
    notice: String
  ) {
    name = plan.name
    rhythms = plan.course.stages.enumerated().map { index, stage in
      Stage(
        start: index == 0 ? 0 : stage.start, rhythm: stage.rhythm.name,
        heartRatePerMinute: stage.ratePerMinute)
    }
    statement = plan.statement
    (scpCodes, snomedCodes) = (plan.codes.scp, plan.codes.snomed)
    (ageYears, sex) = (plan.patient.ageYears, plan.patient.sex)
    samplingRate = plan.order.samplingRate
    durationSeconds = plan.order.duration
    leads = plan.course.leads
    self.noise = noise.enumerated().flatMap { stretch, report in
      report.delivered.map {
        Artefact(
          stretch: stretch, kind: $0.kind, rmsMillivolts: $0.rmsMillivolts,
          snrDecibels: $0.snrDecibels.isFinite ? $0.snrDecibels : nil)
      }
    }
    electrodeEvents = noise.enumerated().flatMap { stretch, report in
      report.events.map {
        Event(
          stretch: stretch, kind: $0.kind, electrode: $0.electrode.rawValue, start: $0.start,
          end: $0.end)
      }
    }
    self.truth = truth
    (seed, record) = (plan.seed, plan.index)
    (self.version, self.notice) = (version, notice)
  }
}
