import CardiacModel

extension Variation {
  /// Reads a variation; only a dipole can be turned.
  init(_ value: YAMLValue, basis: Heart.Basis) throws(RhythmError) {
    let map = try MappingReader(value, keys: ["patients", "respiration", "source", "trust"])
    self.init(
      patients: try PatientScatter(map.require("patients"), basis: basis),
      respiration: try Respiration(map.require("respiration"), basis: basis),
      source: try map.require("source").text(), trust: try map.require("trust").choice())
  }
}

extension PatientScatter {
  fileprivate init(_ value: YAMLValue, basis: Heart.Basis) throws(RhythmError) {
    let map = try MappingReader(
      value,
      keys: [
        "pSizePercent", "qrsSizePercent", "tSizePercent", "kernelSizePercent",
        "pDurationPercent", "qrsDurationPercent", "repolarisationPercent", "axisDegrees",
      ])
    func part(_ key: String, upTo limit: Double) throws(RhythmError) -> Double {
      try map.require(key).number(in: 0...limit, unit: "%") / 100
    }
    self.init(
      pSize: try part("pSizePercent", upTo: 40), qrsSize: try part("qrsSizePercent", upTo: 40),
      tSize: try part("tSizePercent", upTo: 40),
      kernelSize: try part("kernelSizePercent", upTo: 30),
      pDuration: try part("pDurationPercent", upTo: 20),
      qrsDuration: try part("qrsDurationPercent", upTo: 20),
      repolarisation: try part("repolarisationPercent", upTo: 20),
      axis: try map.turn(basis: basis))
  }
}

extension Respiration {
  /// Breaths a minute of people at rest and in distress.
  private static let possible = 4.0...60.0

  fileprivate init(_ value: YAMLValue, basis: Heart.Basis) throws(RhythmError) {
    let map = try MappingReader(value, keys: ["sizePercent", "axisDegrees", "rangePerMinute"])
    self.init(
      size: try map.require("sizePercent").number(in: 0...30, unit: "%") / 100,
      axis: try map.turn(basis: basis),
      perMinute: try map.require("rangePerMinute").ends(in: Self.possible, unit: "/min"))
  }
}

extension MappingReader {
  /// The key `axisDegrees` in radians: 0 without it, refused where leads are sources.
  fileprivate func turn(basis: Heart.Basis) throws(RhythmError) -> Double {
    guard basis == .dipole else {
      try refuse("axisDegrees", because: "only a dipole can be turned")
      return 0
    }
    return try require("axisDegrees").number(in: 0...45, unit: "°") * .pi / 180
  }
}
