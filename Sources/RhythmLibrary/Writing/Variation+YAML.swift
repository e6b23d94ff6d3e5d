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
            ("pSizePercent", YAMLWriter.percent(patients.pSize)),
            ("qrsSizePercent", YAMLWriter.percent(patients.qrsSize)),
            ("tSizePercent", YAMLWriter.percent(patients.tSize)),
            ("kernelSizePercent", YAMLWriter.percent(patients.kernelSize)),
            ("pDurationPercent", YAMLWriter.percent(patients.pDuration)),
            ("qrsDurationPercent", YAMLWriter.percent(patients.qrsDuration)),
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
