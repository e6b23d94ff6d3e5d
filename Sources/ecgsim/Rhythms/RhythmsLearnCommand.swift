import ArgumentParser
import Electrocardiogram
import Foundation
import Populations
import RhythmLibrary

/// `ecgsim rhythms learn DIR`: a class of patients as a rhythm's file.
struct RhythmsLearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Learn the beats of a class of patients from recordings.",
    discussion: """
      Every patient's first recording of the class gives landmarks, as measured, and heights of kernels \
      that lie evenly between them in eight leads. Their spreads and correlations make a rhythm's file, \
      from which 'ecgsim beat' draws new patients (--rhythms FOLDER). Correlations are drawn to those of \
      all patients, these to products of one between leads and one between kernels, and these to \
      independence, as strongly as makes patients that were left out most likely. The file holds no patient's numbers; fewer than \(PatientPopulation.fewestPatients) \
      patients are refused.
      """)

  @Argument(help: "Folder with PTB-XL's table and records, or a part of them.")
  var folder: String
  @Option(help: "Superclass (NORM, MI, STTC, CD, HYP) or statement, such as LVH.")
  var `class`: String
  @Option(help: "Folds to learn from.")
  var folds = FoldRange(range: 1...7)
  @Option(parsing: .unconditional, help: "Threads over records.")
  var jobs: Int?
  @Option(help: "Rhythm file to write, .yaml; its name is the rhythm's.")
  var output: String?
  @OptionGroup var reading: RecordOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if let output, !output.hasSuffix(".yaml") {
      throw ValidationError("--output \(output): the ending must be .yaml")
    }
  }

  func run() throws {
    let path = output ?? LearnedRhythm.fileName(`class`) + ".yaml"
    let files = try OutputFiles([("--output", path)])
    let cohort = try Cohort(folder: folder).folds(folds.range)
    let measured = try CohortRecords(
      cohort, reading: reading, jobs: try threads(jobs), quiet: talk.quiet)
    let name = URL(fileURLWithPath: folder).lastPathComponent
    var learned = try LearnedRhythm(
      class: `class`, from: measured.records,
      origin:
        "\(name)\(name == "ptb-xl" ? " (Wagner et al., Sci Data 7:154, 2020; CC BY 4.0)" : "")"
        + ", folds \(folds.text)")
    learned.rhythm.name = String(URL(fileURLWithPath: path).lastPathComponent.dropLast(5))
    try files.write(path) { staged in
      try WholeFile.write(Data(learned.rhythm.yaml.utf8), to: staged)
    }
    try files.publish()
    let report = Report(learned, class: `class`, failed: measured.failed)
    for line in report.lines { talk.say(line) }
    talk.say("wrote \(path)")
    try talk.finish(report)
  }

  /// What was learned.
  struct Report: Encodable {
    let rhythm: String
    let `class`: String
    let patients: Int
    let leftOut: Int
    let failed: [String]
    let parameters: Int
    let medianPRDPercent: Double
    let chosen: PopulationLearner.Candidate
    let ledoitWolf: PopulationLearner.Candidate
    let candidates: [PopulationLearner.Candidate]

    init(_ learned: LearnedRhythm, class: String, failed: [String]) {
      rhythm = learned.rhythm.name
      self.class = `class`
      patients = learned.population.patients
      leftOut = learned.leftOut
      self.failed = failed
      parameters = learned.population.marginals.count
      medianPRDPercent = learned.medianPRD
      chosen = learned.learner.best
      ledoitWolf = learned.learner.ledoitWolf
      candidates = learned.learner.candidates
    }

    var lines: [String] {
      func row(_ name: String, _ candidate: PopulationLearner.Candidate) -> [String] {
        [
          name, (100 * candidate.shrinkage).formatted(0), (100 * candidate.simplicity).formatted(0),
          (100 * candidate.independence).formatted(0),
          candidate.logLikelihoodGain.formatted(2),
        ]
      }
      var table = Table(
        [
          "correlations", "shrinkage %", "simplicity %", "independence %",
          "log likelihood gain a patient",
        ])
      table.add(row("chosen by patients left out", chosen))
      table.add(row("Ledoit and Wolf", ledoitWolf))
      return [
        "\(`class`): \(patients) patients, \(leftOut) left out, \(parameters) parameters, median PRD "
          + "\(medianPRDPercent.formatted(1)) %"
      ] + table.lines + failed.map { "not measured: \($0)" }
    }
  }
}
