import Electrocardiogram
import Foundation
import LeadProjection
import Testing

@testable import Fitting

/// Series made by hand, with every kind of gap.
enum SampleSeries {
  static func kernel(_ role: KernelRole, _ time: Double, bounds: [FittedKernel.Bound] = [])
    -> FittedKernel
  {
    var kernel = FittedKernel(role: role, time: time, width: 0.01 + abs(time) / 7, amplitude: 1 / 3)
    kernel.standardErrors = .init(
      time: bounds.contains(.time) ? nil : 1e-4, width: 2e-4, amplitude: 0.003)
    kernel.atBounds = bounds
    return kernel
  }

  static func lead(_ channels: [ChannelName], record: String = "a/1") -> FittedSeries {
    let quality = FitQuality(prd: 4.25, nrmse: 0.01, r: 0.99, residualWhiteness: 0.5)
    let whole = FittedSeries.Part(
      quality: quality, baseline: -0.02, baselineStandardError: 1e-3,
      kernels: [kernel(.P, -0.2), kernel(.R, 0), kernel(.T, 0.3, bounds: [.width, .time])],
      flags: [.atBound])
    let small = FittedSeries.Part(
      quality: quality, baseline: 0.1, baselineStandardError: nil, kernels: [kernel(.S, 0.02)],
      flags: [])
    let beats = [
      FittedSeries.Beat(
        index: 0, rSample: 400, rrBefore: nil, rrAfter: 0.8, beatCount: 1,
        parts: channels.indices.map { $0 == 0 ? whole : small }),
      FittedSeries.Beat(
        index: 1, rSample: 800, rrBefore: 0.8, rrAfter: nil, beatCount: 1,
        parts: channels.indices.map { $0 == 0 ? small : .init(unfitted: .missingSamples) }),
    ]
    return FittedSeries(
      record: record, model: .lead, samplingRate: 500, rrInterval: 0.8, channels: channels,
      beats: beats)
  }

  static var dipole: FittedSeries {
    let axes = (0..<3).map { axis in
      FittedSeries.Part(
        quality: nil, baseline: Double(axis), baselineStandardError: nil,
        kernels: Array(repeating: kernel(.R, 0), count: axis + 1), flags: [])
    }
    let none = FittedSeries.Part(unfitted: .deficientRank)
    return FittedSeries(
      record: "one, \"quoted\"", model: .dipole, samplingRate: 250, rrInterval: 1,
      channels: FittedSeries.axes,
      beats: [
        .init(
          index: nil, rSample: nil, rrBefore: nil, rrAfter: nil, beatCount: 9, parts: axes,
          dipole: .init(
            projection: DipoleProjection(weights: (0..<24).map { Double($0) / 8 }), prd: 3,
            rankThreePRD: 2.5)),
        .init(
          index: 3, rSample: 77, rrBefore: nil, rrAfter: nil, beatCount: 1,
          parts: [none, none, none], dipole: nil),
      ])
  }

  /// Runs a test in a folder of its own.
  static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }
}
