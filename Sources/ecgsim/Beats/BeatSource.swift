import CardiacModel
import Electrocardiogram
import Fitting
import LeadProjection
import RandomNumbers
import RhythmLibrary
import Simulator

/// What a beat is simulated from: a rhythm, or a fit file that reads back as one.
enum BeatSource {
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

  /// One beat.
  ///
  /// A fitted heart keeps its waves' times at another rate; only a rhythm knows how its QT follows.
  ///
  /// - Throws: a failure if a rhythm is asked for a rate that it does not have.
  func beat(
    heartRatePerMinute: Double?, samplingRate: Double, varying random: Philox?
  ) throws -> SingleBeat {
    let rate = heartRatePerMinute ?? defaultRatePerMinute
    switch self {
    case .rhythm(let rhythm):
      guard rhythm.rate.perMinute.contains(rate) else {
        let range = rhythm.rate.perMinute
        throw Failure(
          .badUse,
          "\(rhythm.name) has \(range.lowerBound.formatted(0)) to \(range.upperBound.formatted(0)) "
            + "beats a minute, not \(rate.formatted(1)); ask for a rate in that range or see "
            + "'ecgsim rhythms'")
      }
      return SingleBeat(
        rhythm, heartRatePerMinute: rate, samplingRate: samplingRate, varying: random)
    case .fit(let fit, _):
      let (heart, projection) = fit.heart
      let old = fit.timing.rrInterval
      let truth = try fit.measuredTruth(
        rrInterval: 60 / rate, rPeak: SingleBeat.shareBeforeR * 60 / rate, rhythm: name)
      return SingleBeat(
        heart: heart.keepingTimes(from: old, to: 60 / rate), projection: projection ?? .dower,
        rrInterval: 60 / rate, samplingRate: samplingRate, truth: truth)
    }
  }
}
