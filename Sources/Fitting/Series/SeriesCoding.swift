import Electrocardiogram
import LeadProjection

/// What became of one record: its fits, or why there are none.
public enum RecordOutcome: Sendable, Equatable {
  /// Its beats.
  case fitted(FittedSeries)
  /// The reason, a sentence.
  case failed(String)

  /// The outcome as a journal keeps it.
  public var encoded: [UInt8] { SeriesCoding.encode(self) }
}

/// A record's outcome as bytes that read back the same to the bit.
///
/// Only the journal of an unfinished run holds them: nothing else relies on their order.
enum SeriesCoding {
  static func encode(_ outcome: RecordOutcome) -> [UInt8] {
    var bytes = ByteWriter()
    switch outcome {
    case .failed(let reason):
      bytes.append(0)
      bytes.append(reason)
    case .fitted(let series):
      bytes.append(1)
      bytes.append(series.record)
      bytes.append(series.model.rawValue)
      bytes.append(series.samplingRate)
      bytes.append(series.rrInterval)
      bytes.append(series.channels) { $0.append($1.text) }
      bytes.append(series.beats, encode)
    }
    return bytes.bytes
  }

  private static func encode(_ bytes: inout ByteWriter, _ beat: FittedSeries.Beat) {
    bytes.append(beat.index ?? -1)
    bytes.append(beat.rSample ?? -1)
    bytes.append(beat.rrBefore)
    bytes.append(beat.rrAfter)
    bytes.append(beat.beatCount)
    bytes.append(beat.parts) { bytes, part in
      bytes.append(part.quality.map { [$0] } ?? []) { bytes, quality in
        for value in [quality.prd, quality.nrmse, quality.r, quality.residualWhiteness] {
          bytes.append(value)
        }
      }
      bytes.append(part.baseline)
      bytes.append(part.baselineStandardError)
      bytes.append(part.flags.reduce(0) { $0 | $1.bit })
      bytes.append(part.kernels) { bytes, kernel in
        bytes.append(kernel.role.rawValue)
        for value in [kernel.time, kernel.width, kernel.amplitude] { bytes.append(value) }
        let errors = kernel.standardErrors
        for value in [errors.time, errors.width, errors.amplitude] { bytes.append(value) }
        bytes.append(kernel.atBounds) { $0.append($1.rawValue) }
      }
    }
    bytes.append(beat.dipole.map { [$0] } ?? []) { bytes, dipole in
      bytes.append(dipole.projection.weights) { $0.append($1) }
      bytes.append(dipole.prd)
      bytes.append(dipole.rankThreePRD)
    }
  }

  /// Reads an outcome; `nil` for bytes that this program did not write.
  static func decode(_ bytes: [UInt8]) -> RecordOutcome? {
    var bytes = ByteReader(bytes)
    let outcome: RecordOutcome?
    switch bytes.integer() {
    case 0: outcome = bytes.text().map(RecordOutcome.failed)
    case 1: outcome = series(&bytes).map(RecordOutcome.fitted)
    default: outcome = nil
    }
    return bytes.isAtEnd ? outcome : nil
  }

  private static func series(_ bytes: inout ByteReader) -> FittedSeries? {
    guard let record = bytes.text(), let name = bytes.text(),
      let model = FittedBeat.Model(rawValue: name), let rate = bytes.number(),
      let interval = bytes.number(),
      let channels = bytes.list({ $0.text().map { ChannelName($0) } }),
      let beats = bytes.list(beat)
    else { return nil }
    return FittedSeries(
      record: record, model: model, samplingRate: rate, rrInterval: interval, channels: channels,
      beats: beats)
  }

  private static func beat(_ bytes: inout ByteReader) -> FittedSeries.Beat? {
    guard let index = bytes.integer(), let rSample = bytes.integer(), let before = bytes.optional(),
      let after = bytes.optional(), let count = bytes.integer(), let parts = bytes.list(part),
      let dipoles = bytes.list(dipole)
    else { return nil }
    return FittedSeries.Beat(
      index: index < 0 ? nil : index, rSample: rSample < 0 ? nil : rSample, rrBefore: before,
      rrAfter: after, beatCount: count, parts: parts, dipole: dipoles.first)
  }

  private static func part(_ bytes: inout ByteReader) -> FittedSeries.Part? {
    let quality = bytes.list { bytes -> FitQuality? in
      guard let prd = bytes.number(), let nrmse = bytes.number(), let r = bytes.number(),
        let whiteness = bytes.number()
      else { return nil }
      return FitQuality(prd: prd, nrmse: nrmse, r: r, residualWhiteness: whiteness)
    }
    guard let quality, let baseline = bytes.number(), let error = bytes.optional(),
      let bits = bytes.integer(), let kernels = bytes.list(kernel)
    else { return nil }
    return FittedSeries.Part(
      quality: quality.first, baseline: baseline, baselineStandardError: error, kernels: kernels,
      flags: Set(FitFlag.allCases.filter { bits & $0.bit != 0 }))
  }

  private static func kernel(_ bytes: inout ByteReader) -> FittedKernel? {
    guard let role = bytes.text().flatMap(KernelRole.init(rawValue:)), let time = bytes.number(),
      let width = bytes.number(), width > 0, let amplitude = bytes.number(),
      let timeError = bytes.optional(), let widthError = bytes.optional(),
      let amplitudeError = bytes.optional(),
      let bounds = bytes.list({ $0.text().flatMap(FittedKernel.Bound.init(rawValue:)) })
    else { return nil }
    var kernel = FittedKernel(role: role, time: time, width: width, amplitude: amplitude)
    kernel.standardErrors = .init(time: timeError, width: widthError, amplitude: amplitudeError)
    kernel.atBounds = bounds
    return kernel
  }

  private static func dipole(_ bytes: inout ByteReader) -> FittedSeries.Dipole? {
    guard let weights = bytes.list({ $0.number() }), weights.count == 3 * Lead.independent.count,
      weights.allSatisfy(\.isFinite), let prd = bytes.number(), let rankThree = bytes.number()
    else { return nil }
    return FittedSeries.Dipole(
      projection: DipoleProjection(weights: weights), prd: prd, rankThreePRD: rankThree)
  }
}
