import ArgumentParser
import Measurement
import RecordFiles

/// What `measure --evaluate` judges, and how.
struct EvaluationOptions: ParsableArguments {
  @Option(help: "Judge measurements of all records of a folder by what is annotated there.")
  var evaluate: String?
  @Option(help: "Judge these records of the folder only, such as 119,231.")
  var records: String?
  @Option(help: "Judge the detector on these leads only, such as II; peers get the first.")
  var leads = LeadSelection.all
  @Option(help: "A record of noise to be added first, such as that of electrode motion.")
  var noise: String?
  @Option(
    parsing: .unconditional,
    help: "Signal-to-noise ratio in dB: a complex's peak-to-peak squared / 8 to the noise's power.")
  var snr: Double?
  @Option(help: "When noise is added: throughout, or alternating two minutes from the fifth on.")
  var noisePattern = NoiseStress.Pattern.throughout
  @Option(help: "A folder for a picture of every beat at which detector and annotation differ.")
  var plot: String?
  @Flag(help: "Run no peers (XQRS, NeuroKit2).")
  var withoutPeers = false

  func validate() throws {
    if evaluate == nil {
      let given: [(String, Bool)] = [
        ("--records", records != nil), ("--leads", leads.leads != nil), ("--noise", noise != nil),
        ("--snr", snr != nil), ("--noise-pattern", noisePattern != .throughout),
        ("--plot", plot != nil), ("--without-peers", withoutPeers),
      ]
      if let option = given.first(where: \.1)?.0 {
        throw ValidationError("\(option) is part of an evaluation; give --evaluate DIR too")
      }
    }
    if (noise == nil) != (snr == nil) {
      throw ValidationError("--noise RECORD and --snr DB belong together")
    }
    if noise == nil, noisePattern != .throughout {
      throw ValidationError("--noise-pattern says when noise is added; give --noise RECORD too")
    }
    if names?.isEmpty == true {
      throw ValidationError("--records names none; give names such as 119,231")
    }
    if let snr, !snr.isFinite { throw ValidationError("--snr is \(snr) dB; give a number") }
  }

  /// The names of `--records`.
  var names: [String]? { records?.split(separator: ",").map(String.init) }

  /// The noise to be added, if there is to be any.
  func noiseStress() throws -> NoiseStress? {
    guard let noise, let snr else { return nil }
    return NoiseStress(
      noise: try RecordReader.read(noise), decibels: snr, pattern: noisePattern)
  }
}
