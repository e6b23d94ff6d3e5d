import CardiacModel

extension Oscillation {
  func write(to writer: inout YAMLWriter, basis: Heart.Basis) {
    func range(_ range: ClosedRange<Double>) -> String {
      "[\(range.lowerBound.plain), \(range.upperBound.plain)]"
    }
    writer.line(1, "- frequencyHertz: \(range(frequency))")
    writer.line(2, "harmonics: \(harmonics)")
    writer.line(2, "heightSwingPercent: \(YAMLWriter.percent(heightSwing))")
    writer.line(2, "heightSwingHertz: \(range(heightRate))")
    writer.line(2, "frequencySwingHertz: \(frequencySwing.plain)")
    writer.line(2, "frequencySwingRateHertz: \(range(frequencyRate))")
    writer.line(2, "\(basis.amplitudeKey): \(basis.yaml(amplitudes))")
  }
}
