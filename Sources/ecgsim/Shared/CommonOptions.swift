import ArgumentParser
import Electrocardiogram
import Foundation
import RhythmLibrary

/// What a command tells about its work.
struct TalkOptions: ParsableArguments {
  @Flag(help: "Print the result as JSON with sorted keys.")
  var json = false
  @Flag(help: "Print nothing but errors, and the JSON where that is asked for.")
  var quiet = false

  /// Prints a line of a report for people.
  func say(_ line: String) {
    if !quiet && !json { print(line) }
  }

  /// Prints the result, if JSON is wanted.
  func finish(_ result: some Encodable) throws {
    if json { print(try JSON.text(result)) }
  }
}

/// The seed of a command that draws numbers.
struct SeedOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Seed of all random numbers; without it one is drawn and printed.")
  var seed: UInt64?

  /// The seed given, or one drawn now.
  func resolved() -> UInt64 { seed ?? UInt64.random(in: 0...UInt64(UInt32.max)) }
}

/// Where rhythms come from.
struct RhythmOptions: ParsableArguments {
  @Option(help: "A folder with rhythms of your own, one YAML file each.")
  var rhythms: String?

  func validate() throws {
    if rhythms?.isEmpty == true {
      throw ValidationError("--rhythms is empty; name a folder with rhythms")
    }
  }

  /// The presets and the user's own rhythms.
  func catalogue() throws -> RhythmCatalogue {
    try RhythmCatalogue(
      additionalFolder: rhythms.map { URL(fileURLWithPath: $0, isDirectory: true) })
  }
}

/// Which leads a command works on.
struct LeadSelection: ExpressibleByArgument {
  /// `nil` for all that there are.
  let leads: [Lead]?

  /// Every lead that there is.
  static let all = LeadSelection(leads: nil)

  private init(leads: [Lead]?) { self.leads = leads }

  var defaultValueDescription: String { leads?.map(\.rawValue).joined(separator: ",") ?? "all" }

  init?(argument: String) {
    if argument == "all" {
      leads = nil
      return
    }
    var leads: [Lead] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let lead = Lead(name: String(name)), !leads.contains(lead) else { return nil }
      leads.append(lead)
    }
    self.leads = leads
  }

  /// The selection among leads that there are.
  ///
  /// - Throws: a failure that names the first lead that is not there.
  func chosen(from available: [Lead], of what: String) throws -> [Lead] {
    guard let leads else { return available }
    if let missing = leads.first(where: { !available.contains($0) }) {
      let names = available.map(\.rawValue).joined(separator: ", ")
      throw Failure(.badInput, "\(what) has no lead \(missing); it has \(names)")
    }
    return leads
  }
}
