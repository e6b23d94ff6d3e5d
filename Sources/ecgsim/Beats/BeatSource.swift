import Electrocardiogram
import Fitting
import RhythmLibrary

/// What a beat is simulated from: a rhythm, or a fit file that reads back as one.
enum BeatSource: Sendable {
  case rhythm(Rhythm)
  case fit(FittedBeat, path: String)

  /// Takes a name that ends in `.json` as a fit file, any other as a rhythm.
  init(_ name: String, catalogue: RhythmCatalogue) throws {
    if name.hasSuffix(".json") {
      guard !FitFolder.isFolder(name) else {
        throw Failure(.cannotReadOrWrite, "\(name): is a folder; name a fit file")
      }
      let fit = try FittedBeat(readingFrom: name)
      guard fit.isPlayable else {
        throw Failure(
          .badInput,
          "\(name): holds \(fit.leads.map(\.name.text).joined(separator: ", ")), none of the twelve "
            + "leads, and cannot be played; fit a record whose leads have their names")
      }
      self = .fit(fit, path: name)
    } else {
      self = .rhythm(try catalogue.rhythm(named: name))
    }
  }

  /// How outputs call it.
  var name: String {
    switch self {
    case .rhythm(let rhythm): rhythm.name
    case .fit(let fit, _): "fit of \(fit.record)"
    }
  }

  /// The rate at which a beat is made if none is asked for.
  var defaultRatePerMinute: Double {
    switch self {
    case .rhythm(let rhythm): rhythm.rate.defaultPerMinute
    case .fit(let fit, _): 60 / fit.timing.rrInterval
    }
  }
}
