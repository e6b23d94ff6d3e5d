import ArgumentParser
import RhythmLibrary

/// `ecgsim rhythms`: what can be simulated.
struct RhythmsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rhythms", abstract: "List the rhythms, show, check, learn or compare them.",
    subcommands: [
      List.self, Show.self, RhythmsCheckCommand.self, RhythmsRulerCommand.self,
      RhythmsLearnCommand.self, RhythmsCompareCommand.self,
    ], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the rhythms.")
    @OptionGroup var source: RhythmOptions
    @OptionGroup var talk: TalkOptions

    func run() throws {
      let rhythms = try source.catalogue().rhythms()
      var table = Table(["rhythm", "default /min", "title"])
      for rhythm in rhythms {
        table.add([rhythm.name, rhythm.rate.defaultPerMinute.formatted(0), rhythm.title])
      }
      for line in table.lines { talk.say(line) }
      try talk.finish(rhythms.map(RhythmSummary.init))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show one rhythm: its parameters and criteria, with all that it extends.")
    @Argument(help: "The rhythm's name.") var name: String
    @OptionGroup var source: RhythmOptions
    @OptionGroup var talk: TalkOptions

    func run() throws {
      let rhythm = try source.catalogue().rhythm(named: name)
      talk.say(rhythm.yaml)
      // A comment, so that what is printed stays a rhythm's file.
      for trust in Trust.allCases where rhythm.criteria.contains(where: { $0.trust == trust }) {
        if let remark = trust.remark { talk.say("# trust: \(trust.rawValue) means \(remark)") }
      }
      try talk.finish(rhythm)
    }
  }
}

/// What `rhythms --json` tells of each rhythm.
struct RhythmSummary: Encodable {
  let name: String
  let title: String
  let statement: String
  let isA: [String]
  let scp: [String]
  let snomed: [String]
  let rangePerMinute: [Double]
  let defaultPerMinute: Double
  let criteria: [CriterionSummary]

  struct CriterionSummary: Encodable {
    let name: String
    let source: String
    let trust: String
    let remark: String?
  }

  init(_ rhythm: Rhythm) {
    name = rhythm.name
    title = rhythm.title
    statement = rhythm.statement
    isA = rhythm.isA
    scp = rhythm.codes.scp
    snomed = rhythm.codes.snomed
    rangePerMinute = [rhythm.rate.perMinute.lowerBound, rhythm.rate.perMinute.upperBound]
    defaultPerMinute = rhythm.rate.defaultPerMinute
    criteria = rhythm.criteria.map {
      CriterionSummary(
        name: $0.name, source: $0.source, trust: $0.trust.rawValue, remark: $0.trust.remark)
    }
  }
}
