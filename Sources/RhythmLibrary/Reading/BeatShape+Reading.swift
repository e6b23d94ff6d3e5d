import CardiacModel
import Electrocardiogram

extension BeatShape {
  /// Largest height of a kernel in millivolts; real QRS complexes stay under 5.
  private static let largestAmplitude = 10.0

  static let keys =
    ["basis", "atRatePerMinute"] + Wave.allCases.map(\.rawValue) + ["plateaus"]

  init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: Self.keys)
    let basis = try Heart.Basis(map.require("basis"))
    var kernels: [Wave: [TimedKernel]] = [:]
    for wave in Wave.allCases {
      guard let list = map.find(wave.rawValue) else { continue }
      kernels[wave] = try list.list(count: 0...64) { value throws(RhythmError) in
        try Self.kernel(value, basis: basis)
      }
    }
    self.init(
      basis: basis,
      atRatePerMinute: try map.require("atRatePerMinute").number(in: 15...350, unit: "/min"),
      kernels: kernels,
      plateaus: try map.find("plateaus")?.list(count: 0...16) { value throws(RhythmError) in
        try Self.plateau(value, basis: basis)
      } ?? [])
  }

  private static func kernel(
    _ value: YAMLValue, basis: Heart.Basis
  ) throws(RhythmError) -> TimedKernel {
    let map = try MappingReader(
      value, keys: ["atMilliseconds", "widthMilliseconds", basis.amplitudeKey])
    return TimedKernel(
      time: try map.require("atMilliseconds").time(),
      width: try map.require("widthMilliseconds").width(),
      amplitudes: try basis.amplitudes(map, limit: largestAmplitude))
  }

  private static func plateau(
    _ value: YAMLValue, basis: Heart.Basis
  ) throws(RhythmError) -> TimedPlateau {
    let keys = [
      "wave", "fromMilliseconds", "fromWidthMilliseconds", "toMilliseconds", "toWidthMilliseconds",
    ]
    let map = try MappingReader(value, keys: keys + [basis.amplitudeKey])
    let (from, to) = (
      try map.require("fromMilliseconds").time(), try map.require("toMilliseconds").time()
    )
    guard to > from else {
      throw value.error(.outOfRange, "the plateau ends before it begins")
    }
    return TimedPlateau(
      wave: try map.require("wave").choice(),
      onset: from, onsetWidth: try map.require("fromWidthMilliseconds").width(),
      offset: to, offsetWidth: try map.require("toWidthMilliseconds").width(),
      amplitudes: try basis.amplitudes(map, limit: largestAmplitude))
  }
}

extension YAMLValue {
  /// Milliseconds after an event, as seconds.
  fileprivate func time() throws(RhythmError) -> Double {
    try number(in: -500...1500, unit: "ms") / 1000
  }

  /// A kernel's width in milliseconds, as seconds.
  fileprivate func width() throws(RhythmError) -> Double {
    try number(in: 1...500, unit: "ms") / 1000
  }
}

extension Heart.Basis {
  /// The word for a basis of three axes.
  static let dipoleWord = "dipole"

  /// Reads `dipole`, or the list of leads that have kernels of their own.
  init(_ value: YAMLValue) throws(RhythmError) {
    if case .scalar(let word, _) = value.content {
      guard word == Self.dipoleWord else {
        throw value.error(.outOfRange, "'\(word)' is neither dipole nor a list of leads")
      }
      self = .dipole
      return
    }
    var leads: [Lead] = []
    for element in try value.elements(count: 1...8) {
      let lead = try element.choice(Lead.self)
      guard Lead.independent.contains(lead) else {
        throw element.error(.outOfRange, "\(lead) follows from I and II and is never stored")
      }
      guard !leads.contains(lead) else { throw element.error(.outOfRange, "\(lead) stands twice") }
      leads.append(lead)
    }
    self = .leads(leads)
  }

  /// The key that holds the heights of a kernel.
  var amplitudeKey: String {
    switch self {
    case .dipole: "xyzMillivolts"
    case .leads: "leadMillivolts"
    }
  }

  /// Heights of a kernel, one a source: three numbers, or a number for each lead that has any.
  func amplitudes(_ map: MappingReader, limit: Double) throws(RhythmError) -> [Double] {
    let value = try map.require(amplitudeKey)
    switch self {
    case .dipole:
      return try value.list(count: 3...3) { element throws(RhythmError) in
        try element.number(in: -limit...limit, unit: "mV")
      }
    case .leads(let leads):
      let heights = try MappingReader(value, keys: leads.map(\.rawValue))
      var result: [Double] = []
      for lead in leads {
        result.append(
          try heights.find(lead.rawValue)?.number(in: -limit...limit, unit: "mV") ?? 0)
      }
      return result
    }
  }
}
