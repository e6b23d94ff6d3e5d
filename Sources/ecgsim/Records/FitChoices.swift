import ArgumentParser
import Fitting

/// Which beats of a record are fitted.
enum BeatChoice: ExpressibleByArgument, Equatable {
  case average
  case index(Int)
  case all

  init?(argument: String) {
    if argument == "average" {
      self = .average
    } else if argument == "all" {
      self = .all
    } else if let index = Int(argument), index >= 0 {
      self = .index(index)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String { "average" }

  /// The number of the one beat, if one is chosen.
  var index: Int? { if case .index(let index) = self { index } else { nil } }

  /// What was fitted, in words.
  func text(of fit: FittedBeat) -> String {
    guard case .index(let index) = self else { return "mean of \(fit.beatCount.of("beat"))" }
    return "beat \(index) (counted from 0)"
  }

  /// The same for the library.
  var beats: SeriesFitter.Beats {
    switch self {
    case .average: .average
    case .index(let index): .index(index)
    case .all: .all
    }
  }
}

/// How many kernels a lead or an axis gets.
enum KernelChoice: ExpressibleByArgument, Equatable {
  case count(Int)
  /// As many as each beat supports.
  case automatic

  init?(argument: String) {
    if argument == "auto" {
      self = .automatic
    } else if let count = Int(argument) {
      self = .count(count)
    } else {
      return nil
    }
  }

  /// Kernels of a lead, or of an axis, unless the user says otherwise.
  static func standard(_ model: FittedBeat.Model) -> Int { model == .dipole ? 10 : 7 }

  /// The most kernels of a lead, or of an axis.
  static func limit(_ model: FittedBeat.Model) -> Int { model == .dipole ? 10 : 30 }

  /// The numbers that the fit may choose from.
  func counts(_ model: FittedBeat.Model) -> ClosedRange<Int> {
    switch self {
    case .count(let count): count...count
    case .automatic: model == .dipole ? FitOptions.axisCounts : FitOptions.leadCounts
    }
  }
}

/// What `--output` names.
enum FitOutput: String {
  /// A fit file, or all fits of one record.
  case json
  /// A table for NumPy.
  case npz
  /// A table as text.
  case csv

  init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }
}
