import ArgumentParser
import Foundation

/// The file that `beat` writes, and what lies beside it.
struct BeatFile {
  enum Format: String {
    case csv, npy, json
  }

  let path: String
  let format: Format

  /// - Throws: `ValidationError` for a path with another ending.
  init(path: String) throws {
    guard let format = Format(rawValue: URL(fileURLWithPath: path).pathExtension.lowercased())
    else {
      throw ValidationError("--output \(path): the ending must be .csv, .npy or .json")
    }
    self.path = path
    self.format = format
  }

  /// Refuses beats that make no array, before the work begins.
  func check(_ makers: [BeatMaker], _ selection: LeadSelection, varies: Bool) throws {
    guard format == .npy, let first = makers.first else { return }
    if varies, let maker = makers.first(where: \.hasOwnRates) {
      throw Failure(
        .badUse,
        "\(maker.name) draws patients with rates of their own, whose beats differ in length; give one "
          + "--heart-rate, or write .json or .csv")
    }
    let leads = try selection.chosen(from: first.leads, of: first.name)
    for maker in makers {
      let own = try selection.chosen(from: maker.leads, of: maker.name)
      guard maker.grid != first.grid || own != leads else { continue }
      throw Failure(
        .badUse,
        "\(maker.name) has other leads or another length than \(first.name); give one "
          + "--heart-rate and the same --leads, or write .json")
    }
  }

  /// Where the truth about an array lies.
  var truthPath: String { stem + ".truth.json" }

  /// The table of a beat, of which there are so many, and its truth.
  func table(_ number: Int, of total: Int) -> (table: String, truth: String) {
    let own = total == 1 ? stem : "\(stem)-\(number + 1)"
    return (total == 1 ? path : own + ".csv", own + ".truth.json")
  }

  /// The files, of which a table for each beat may be one: those of the first stand for all.
  func places(of total: Int) -> [String] {
    switch format {
    case .json: return [path]
    case .npy: return [path, truthPath]
    case .csv:
      let first = table(0, of: total)
      return [first.table, first.truth]
    }
  }

  /// What is written for so many beats, in words.
  func paths(of total: Int) -> [String] {
    let first = places(of: total)
    guard format == .csv, total > 1 else { return first }
    let last = table(total - 1, of: total)
    return ["\(first[0]) to \(last.table)", "\(first[1]) to \(last.truth)"]
  }

  /// The path without its ending.
  private var stem: String { String(path.dropLast(format.rawValue.count + 1)) }
}
