/// How much the kernels of a rhythm differ from beat to beat: standard deviations of normal draws.
///
/// Size and width are relative; all axes of a kernel share one draw, so that its direction stays.
public struct KernelScatter: Sendable, Equatable {
  /// Relative standard deviation of a kernel's height.
  public var amplitude: Double
  /// Relative standard deviation of a kernel's width.
  public var width: Double
  /// Standard deviation of a kernel's time in seconds, for P and QRS.
  public var time: Double
  /// The same for T and U.
  public var repolarisationTime: Double
  /// Where the numbers come from.
  public var source: String
  /// How far they can be believed.
  public var trust: Trust

  /// Creates a scatter.
  public init(
    amplitude: Double, width: Double, time: Double, repolarisationTime: Double, source: String,
    trust: Trust
  ) {
    self.amplitude = amplitude
    self.width = width
    self.time = time
    self.repolarisationTime = repolarisationTime
    self.source = source
    self.trust = trust
  }
}

extension KernelScatter {
  static let keys = [
    "amplitudePercent", "widthPercent", "timeMilliseconds", "repolarisationTimeMilliseconds",
    "source", "trust",
  ]

  init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: Self.keys)
    self.init(
      amplitude: try map.require("amplitudePercent").number(in: 0...30, unit: "%") / 100,
      width: try map.require("widthPercent").number(in: 0...20, unit: "%") / 100,
      time: try map.require("timeMilliseconds").number(in: 0...20, unit: "ms") / 1000,
      repolarisationTime: try map.require("repolarisationTimeMilliseconds")
        .number(in: 0...40, unit: "ms") / 1000,
      source: try map.require("source").text(), trust: try map.require("trust").choice())
  }

  var yaml: String {
    YAMLWriter.mapping([
      ("amplitudePercent", (amplitude * 100).plain), ("widthPercent", (width * 100).plain),
      ("timeMilliseconds", YAMLWriter.milliseconds(time)),
      ("repolarisationTimeMilliseconds", YAMLWriter.milliseconds(repolarisationTime)),
      ("source", YAMLWriter.scalar(source)), ("trust", trust.rawValue),
    ])
  }
}
