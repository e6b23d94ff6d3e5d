import ArgumentParser
import Electrocardiogram
import Figures
import Foundation
import LeadProjection
import Populations
import RecordFiles

/// `ecgsim leads RECORD`: the twelve leads of a record that holds fewer.
struct LeadsReconstructCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconstruct", abstract: "Reconstruct the twelve leads of a record.",
    discussion: """
      From I, II and V2, or from Frank's axes (channels X, Y, Z or vx, vy, vz). III, aVR, aVL and aVF \
      follow from I and II exactly; all others are an estimate from an average torso and not for \
      diagnosis. --calibration names a record of the same patient with all leads, which own-linear and \
      own-dipole learn from.
      """)

  @Argument(help: "WFDB path without ending, .csv or .npy.")
  var record: String
  @Option(help: "I,II,V2 or X,Y,Z.")
  var from = SourceLeads.threeLeads
  @Option(help: "dower, kors, linear, delays, own-dipole or own-linear.")
  var projection = ReconstructionMethod.delays
  @Option(help: "A record of the same patient that holds the eight independent leads.")
  var calibration: String?
  @Option(help: "Record to write: .csv, .npy, or a WFDB path without ending.")
  var output: String?
  @OptionGroup var picture: PlotOptions
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if projection.isPersonal != (calibration != nil) {
      throw ValidationError(
        projection.isPersonal
          ? "--projection \(projection.rawValue) learns from the patient's own leads; give --calibration RECORD"
          : "--calibration is for --projection own-dipole or own-linear")
    }
  }

  func run() throws {
    let paths = output.map(Self.paths) ?? []
    let files = try OutputFiles(paths.map { ("--output", $0) } + picture.paths)
    let recording = try reading.read(record)
    let map = try reconstruction()
    let signals = try from.sources.map { source in
      guard let signal = recording.millivolts(of: source) else {
        let held = recording.channels.map(\.name).joined(separator: ", ")
        throw Failure(
          .badInput,
          "--from: record '\(recording.name)' has no \(source.rawValue); it has \(held)")
      }
      return signal
    }
    let eight = map(signals, samplingRate: recording.samplingRate)
    let twelve = TwelveLeads.complete(
      independent: eight.flatMap { $0 }, sampleCount: recording.sampleCount)
    let result = Recording(
      name: recording.name, samplingRate: recording.samplingRate,
      channels: Lead.allCases.enumerated().map { row, lead in
        let start = row * recording.sampleCount
        return Channel(
          name: lead.rawValue,
          millivolts: Array(twelve[start..<start + recording.sampleCount]))
      },
      annotations: recording.annotations,
      comments: recording.comments + [
        "leads reconstructed from \(from.text) by \(projection.rawValue)",
        "ECGWorkbench \(Version.current)",
      ])
    let report = Report(recording, result, given: from, method: projection)
    if let output {
      let format = Self.format(output)
      try files.write(output) { try RecordWriter.write(result, to: $0, as: format) }
    }
    try picture.draw({ try comparison(recording, result) }, into: files)
    try files.publish()
    for line in report.lines { talk.say(line) }
    for path in (output.map { [$0] } ?? []) + picture.paths.compactMap(\.path) {
      talk.say("wrote \(path)")
    }
    try talk.finish(report)
  }

  private func reconstruction() throws -> LeadReconstruction {
    let own = try calibration.map { path in
      let recording = try reading.read(path)
      guard let leads = SteadyLeads(recording) else {
        throw Failure(
          .badInput,
          "--calibration: record '\(recording.name)' has not all of I, II, V1 to V6 without gaps for "
            + "four seconds")
      }
      if from == .frank, leads.frankOrigin == .estimated {
        throw Failure(
          .badInput, "--calibration: record '\(recording.name)' has no channels X, Y and Z")
      }
      return leads
    }
    guard let map = try projection.reconstruction(from: from.sources, calibration: own) else {
      throw Failure(
        .badUse,
        "--projection \(projection.rawValue) has nothing for \(from.text); give own-linear, which is "
          + "the same for a dipole that is given")
    }
    return map
  }

  /// The record's leads beside the reconstructed ones, both without wander.
  private func comparison(_ recording: Recording, _ result: Recording) throws -> LeadSheet {
    func steady(_ recording: Recording) -> Recording {
      var recording = recording
      for index in recording.channels.indices {
        recording.channels[index].millivolts = BaselineRemoval.highPass(
          recording.channels[index].millivolts, samplingRate: recording.samplingRate,
          cutoff: SteadyLeads.cutoff)
      }
      return recording
    }
    return try LeadSheet(
      steady(recording), reconstructed: steady(result),
      heading: "from \(from.text) by \(projection.rawValue), wander below "
        + "\(SteadyLeads.cutoff) Hz removed",
      given: Lead.allCases.filter(from.determines))
  }

  private static func format(_ path: String) -> RecordWriter.FileFormat {
    RecordWriter.FileFormat(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased())
      ?? .wfdb
  }

  /// What is written for an output.
  private static func paths(_ output: String) -> [String] {
    format(output) == .wfdb ? [output + ".hea", output + ".dat"] : [output]
  }
}

extension LeadsReconstructCommand {
  /// What the command tells.
  struct Report: Encodable {
    let record: String
    let given: String
    let projection: ReconstructionMethod
    let samplingRate: Double
    /// Error and correlation of each lead that the record holds too.
    let leads: [LeadScore]

    struct LeadScore: Encodable {
      let lead: Lead
      let rmse: Double
      let r: Double
    }

    init(
      _ recording: Recording, _ result: Recording, given: SourceLeads,
      method: ReconstructionMethod
    ) {
      record = recording.name
      self.given = given.text
      projection = method
      samplingRate = recording.samplingRate
      func steady(_ signal: [Double]) -> [Double] {
        BaselineRemoval.highPass(
          signal, samplingRate: recording.samplingRate, cutoff: SteadyLeads.cutoff)
      }
      leads = result.channels.compactMap { channel in
        guard let lead = channel.lead, !given.determines(lead),
          let real = recording.millivolts(of: lead), real.allSatisfy(\.isFinite)
        else { return nil }
        let score = LeadStudy.Score(of: steady(real), by: steady(channel.millivolts))
        return LeadScore(lead: lead, rmse: score.rmse, r: score.r)
      }
    }

    var lines: [String] {
      guard !leads.isEmpty else {
        return ["\(record): twelve leads from \(given) by \(projection.rawValue)"]
      }
      var table = Table(["lead", "RMSE mV", "r"])
      for score in leads {
        table.add([score.lead.rawValue, score.rmse.formatted(3), score.r.formatted(3)])
      }
      return ["\(record), from \(given) by \(projection.rawValue), beside the record's own leads:"]
        + table.lines
    }
  }
}

/// What leads are reconstructed from, as an option.
struct SourceLeads: ExpressibleByArgument, Equatable {
  let sources: [SourceLead]
  static let threeLeads = SourceLeads(sources: SourceLead.threeLeads)
  static let frank = SourceLeads(sources: SourceLead.frank)

  private init(sources: [SourceLead]) { self.sources = sources }

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let sources = names.compactMap { SourceLead(name: String($0)) }
    guard sources.count == names.count,
      let set = [SourceLead.threeLeads, SourceLead.frank].first(where: { Set($0) == Set(sources) })
    else { return nil }
    self.sources = set
  }

  var text: String { sources.map(\.rawValue).joined(separator: ",") }
  var defaultValueDescription: String { text }

  /// Whether a lead is given or follows from given ones.
  func determines(_ lead: Lead) -> Bool {
    sources.contains { $0.lead == lead }
      || sources.contains(.I) && sources.contains(.II) && LimbLeads.weights(of: lead) != nil
  }
}
