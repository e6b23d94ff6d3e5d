import Electrocardiogram
import LeadProjection
public import RecordFiles

/// A table of fits as arrays for NumPy, a row for each beat.
///
/// `kernels` is `[beat, lead, kernel, parameter]`, filled with NaN where a beat has fewer kernels or
/// lacks a lead. The arrays are written one file each and joined at the end: nothing but a record
/// stays in memory. The target's README names the arrays.
public final class FitTableNPZ {
  /// What must be known of all series before the first is written.
  public struct Extent: Sendable {
    private var names: Set<ChannelName> = []
    private(set) var kernels = 0
    private(set) var recordLength = 1

    /// Nothing yet.
    public init() {}

    /// Takes a series into account.
    public mutating func add(_ series: FittedSeries) {
      names.formUnion(series.channels)
      recordLength = max(recordLength, series.record.unicodeScalars.count)
      for beat in series.beats {
        for part in beat.parts { kernels = max(kernels, part.kernels.count) }
      }
    }

    /// The twelve leads in their order, then other channels in that of the alphabet.
    var channels: [ChannelName] {
      Lead.allCases.map(ChannelName.init).filter(names.contains)
        + names.filter { $0.lead == nil }.sorted { $0.text < $1.text }
    }
  }

  private let folder: String
  private let model: FittedBeat.Model
  private let channels: [ChannelName]
  private let kernels: Int
  private var streams: [(name: String, stream: NPYStream)] = []
  private var places: [String: Int] = [:]

  /// Creates the arrays' files.
  ///
  /// - Parameters:
  ///   - folder: An empty folder for them; the caller removes it.
  ///   - model: What was fitted.
  ///   - extent: Of all series that will come.
  /// - Throws: `RecordFileError`.
  public init(
    folder: String, model: FittedBeat.Model, extent: Extent
  ) throws(RecordFileError) {
    self.folder = folder
    self.model = model
    channels = extent.channels
    kernels = extent.kernels
    let (leads, kernel) = (channels.count, extent.kernels)
    try add("record", .text(extent.recordLength))
    for name in ["beat", "r_sample", "beats_averaged"] { try add(name, .int64) }
    for name in ["sampling_rate_hz", "rr_before_s", "rr_after_s", "rr_median_s"] {
      try add(name, .float64)
    }
    try add("kernels", .float32, [leads, kernel, 3])
    try add("standard_errors", .float32, [leads, kernel, 3])
    try add("roles", .int8, [leads, kernel])
    try add("at_bound", .int8, [leads, kernel])
    try add("kernel_count", .int64, [leads])
    try add("flags", .int64, [leads])
    try add("baseline_mV", .float32, [leads])
    if model == .lead {
      for name in ["baseline_error_mV", "prd_percent", "nrmse", "r", "residual_whiteness"] {
        try add(name, .float32, [leads])
      }
    } else {
      try add("prd_percent", .float32)
      try add("rank3_prd_percent", .float32)
      try add("projection", .float32, [Lead.independent.count, 3])
    }
  }

  private func add(
    _ name: String, _ element: NPYElement, _ axes: [Int] = []
  ) throws(RecordFileError) {
    let stream = try NPYStream(path: "\(folder)/\(name).npy", element: element, axes: axes)
    places[name] = streams.count
    streams.append((name, stream))
  }

  private func append(_ name: String, _ values: NumPyArray.Values) throws(RecordFileError) {
    guard let place = places[name] else { preconditionFailure("no array \(name)") }
    try streams[place].stream.append(values)
  }

  /// Appends the beats of a record.
  ///
  /// - Throws: `RecordFileError`.
  public func append(_ series: FittedSeries) throws(RecordFileError) {
    let rows = channels.map { series.channels.firstIndex(of: $0) }
    for beat in series.beats {
      try append("record", .text([series.record]))
      try append("beat", .int64([Int64(beat.index ?? -1)]))
      try append("r_sample", .int64([Int64(beat.rSample ?? -1)]))
      try append("beats_averaged", .int64([Int64(beat.beatCount)]))
      try append("sampling_rate_hz", .float64([series.samplingRate]))
      try append("rr_before_s", .float64([beat.rrBefore ?? .nan]))
      try append("rr_after_s", .float64([beat.rrAfter ?? .nan]))
      try append("rr_median_s", .float64([series.rrInterval]))
      let parts = rows.map { $0.map { beat.parts[$0] } }
      try append(parts)
      if model == .lead {
        try append(qualities: parts)
      } else {
        let dipole = beat.dipole
        try append("prd_percent", .float32([Float(dipole?.prd ?? .nan)]))
        try append("rank3_prd_percent", .float32([Float(dipole?.rankThreePRD ?? .nan)]))
        let weights = dipole?.projection.singleWeights
        try append("projection", .float32(weights ?? [Float](repeating: .nan, count: 24)))
      }
    }
  }

  /// What leads and axes have in common.
  private func append(_ parts: [FittedSeries.Part?]) throws(RecordFileError) {
    var (values, errors) = ([Float](), [Float]())
    var (roles, bounds) = ([Int8](), [Int8]())
    for part in parts {
      for kernel in part?.kernels ?? [] {
        values += [kernel.time, kernel.width, kernel.amplitude].map { Float($0) }
        let error = kernel.standardErrors
        errors += [error.time, error.width, error.amplitude].map { Float($0 ?? .nan) }
        roles.append(Int8(KernelRole.allCases.firstIndex(of: kernel.role) ?? -1))
        bounds.append(kernel.atBounds.reduce(0) { $0 | $1.bit })
      }
      let missing = kernels - (part?.kernels.count ?? 0)
      values += repeatElement(.nan, count: 3 * missing)
      errors += repeatElement(.nan, count: 3 * missing)
      roles += repeatElement(-1, count: missing)
      bounds += repeatElement(0, count: missing)
    }
    try append("kernels", .float32(values))
    try append("standard_errors", .float32(errors))
    try append("roles", .int8(roles))
    try append("at_bound", .int8(bounds))
    try append("kernel_count", .int64(parts.map { Int64($0?.kernels.count ?? 0) }))
    try append(
      "flags",
      .int64(
        parts.map { part in
          Int64(part?.flags.reduce(0) { $0 | $1.bit } ?? FitFlag.absentLead.bit)
        }))
    try append("baseline_mV", .float32(parts.map { Float($0?.baseline ?? .nan) }))
  }

  private func append(qualities parts: [FittedSeries.Part?]) throws(RecordFileError) {
    func column(_ body: (FittedSeries.Part) -> Double?) -> NumPyArray.Values {
      .float32(parts.map { Float($0.flatMap(body) ?? .nan) })
    }
    try append("baseline_error_mV", column { $0.baselineStandardError })
    try append("prd_percent", column { $0.quality?.prd })
    try append("nrmse", column { $0.quality?.nrmse })
    try append("r", column { $0.quality?.r })
    try append("residual_whiteness", column { $0.quality?.residualWhiteness })
  }

  /// Joins the arrays in one file, with the names of what stands along their axes.
  ///
  /// - Parameter path: Where; whole when this returns.
  /// - Throws: `RecordFileError`.
  public func finish(to path: String) throws(RecordFileError) {
    try add(name: model == .lead ? "lead" : "axis", channels.map(\.text))
    try add(name: "parameter", ["time_s", "width_s", "amplitude_mV"])
    try add(name: "role_name", KernelRole.allCases.map(\.rawValue))
    try add(name: "flag_name", FitFlag.allCases.map(\.rawValue))
    try add(name: "bound_name", FittedKernel.Bound.allCases.map(\.rawValue))
    if model == .dipole {
      try add(name: "projection_lead", Lead.independent.map(\.rawValue))
    }
    for (_, stream) in streams { try stream.finish() }
    try NPZFile.write(
      arrays: streams.map { ($0.name, "\(folder)/\($0.name).npy") }, to: path)
  }

  private func add(name: String, _ texts: [String]) throws(RecordFileError) {
    try add(name, .text(texts.map(\.unicodeScalars.count).max() ?? 1))
    try append(name, .text(texts))
  }
}

extension FittedKernel.Bound {
  /// The bound's bit in a number that holds several: 1, 2 and 4 in the order of `allCases`.
  var bit: Int8 { 1 << Int8(Self.allCases.firstIndex(of: self) ?? 0) }
}
