import CardiacModel

extension Variation {
  func write(to writer: inout YAMLWriter, basis: Heart.Basis) {
    let turns = basis == .dipole
    func degrees(_ angle: Double) -> [(String, String)] {
      turns ? [("axisDegrees", YAMLWriter.degrees(angle))] : []
    }
    writer.line(0, "variation:")
    writer.line(
      1,
      "patients: "
        + YAMLWriter.mapping(
          [
            ("waveSizePercent", YAMLWriter.percent(patients.waveSize)),
            ("kernelSizePercent", YAMLWriter.percent(patients.kernelSize)),
            ("durationPercent", YAMLWriter.percent(patients.duration)),
            ("repolarisationPercent", YAMLWriter.percent(patients.repolarisation)),
          ] + degrees(patients.axis)))
    let range = respiration.perMinute
    writer.line(
      1,
      "respiration: "
        + YAMLWriter.mapping(
          [("sizePercent", YAMLWriter.percent(respiration.size))] + degrees(respiration.axis)
            + [("rangePerMinute", "[\(range.lowerBound.plain), \(range.upperBound.plain)]")]))
    writer.line(1, "source: \(YAMLWriter.scalar(source))")
    writer.line(1, "trust: \(trust.rawValue)")
  }
}
