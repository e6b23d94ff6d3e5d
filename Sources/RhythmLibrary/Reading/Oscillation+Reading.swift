import CardiacModel

extension Oscillation {
  private static let keys = [
    "frequencyHertz", "harmonics", "heightSwingPercent", "heightSwingHertz", "frequencySwingHertz",
    "frequencySwingRateHertz",
  ]

  init(_ value: YAMLValue, basis: Heart.Basis) throws(RhythmError) {
    let map = try MappingReader(value, keys: Self.keys + [basis.amplitudeKey])
    let slow = 0.01...2.0
    self.init(
      amplitudes: try basis.amplitudes(map, limit: 3),
      frequency: try map.require("frequencyHertz").ends(in: 0.5...20, unit: "Hz"),
      harmonics: try map.find("harmonics")?.integer(in: 1...8) ?? 1,
      heightSwing: try map.find("heightSwingPercent").map { value throws(RhythmError) in
        try value.number(in: 0...100, unit: "%") / 100
      } ?? 0,
      heightRate: try map.range("heightSwingHertz", in: slow, unit: "Hz") ?? 0.2...0.2,
      frequencySwing: try map.find("frequencySwingHertz")?.number(in: 0...3, unit: "Hz") ?? 0,
      frequencyRate: try map.range("frequencySwingRateHertz", in: slow, unit: "Hz") ?? 0.2...0.2)
  }
}
