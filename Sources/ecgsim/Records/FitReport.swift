import Fitting

/// What `fit` tells people about many beats.
enum FitReport {
  /// Records that are named one by one.
  private static let named = 20

  /// The lines of the report.
  static func lines(_ evaluation: FitEvaluation, model: FittedBeat.Model) -> [String] {
    let unit = model == .dipole ? "dipole" : "beat and lead"
    let part = model == .dipole ? "axes" : "leads of beats"
    var lines = [
      "\(evaluation.records.of("record")), \(evaluation.beats.of("beat")), \(model.rawValue) model",
      "kernels: \(text(evaluation.kernelCount, decimals: 0))",
      "PRD %: \(text(evaluation.prd))",
    ]
    if let milliseconds = evaluation.milliseconds {
      lines.append("processor ms a \(unit): \(text(milliseconds))")
    }
    if let ratio = evaluation.rankThreeRatio {
      lines.append("PRD over that of the best rank 3: \(text(ratio))")
    }
    if !evaluation.flags.isEmpty {
      let flags = evaluation.flags.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append("flagged \(part): \(flags.joined(separator: ", "))")
    }
    return lines + skipped(evaluation)
  }

  /// Which records could not be fitted; the first line says how many.
  static func skipped(_ evaluation: FitEvaluation) -> [String] {
    guard !evaluation.skipped.isEmpty else { return [] }
    let all = evaluation.skipped.sorted { $0.key < $1.key }
    let total = evaluation.records + all.count
    let rest = all.count - Self.named
    return ["skipped \(all.count) of \(total.of("record"))"]
      + all.prefix(Self.named).map { "skipped \($0.key): \($0.value)" }
      + (rest > 0 ? ["... and \(rest) more; --json names them all"] : [])
  }

  private static func text(
    _ numbers: FitEvaluation.Distribution, decimals: Int = 2
  ) -> String {
    "median \(numbers.median.formatted(decimals)), quartiles "
      + "\(numbers.lowerQuartile.formatted(decimals)) to "
      + "\(numbers.upperQuartile.formatted(decimals)), 95th percentile "
      + "\(numbers.percentile95.formatted(decimals)) (\(numbers.count))"
  }
}
