import Electrocardiogram
import LeadProjection
public import RecordFiles

/// A table of fits as text: a row for each kernel, with its beat and lead before it.
///
/// A lead of a beat where nothing was fitted has one row without a kernel. Numbers have as many
/// digits as a float32 needs; what is unknown is an empty cell. The target's README names the columns.
public final class FitTableCSV {
  private let file: FileStream
  private let model: FittedBeat.Model

  /// Columns of a beat.
  static let beatColumns = [
    "record", "beat", "r_sample", "r_time_s", "rr_before_s", "rr_after_s", "rr_median_s",
    "beats_averaged",
  ]
  /// Columns of a lead.
  static let leadColumns = [
    "lead", "prd_percent", "nrmse", "r", "residual_whiteness", "flags", "baseline_mV",
    "baseline_error_mV",
  ]
  /// Columns of a dipole's axis.
  static let axisColumns =
    ["axis", "prd_percent", "rank3_prd_percent", "flags", "baseline_mV"]
    + Lead.independent.map { "weight_in_\($0.rawValue)" }
  /// Columns of a kernel.
  static let kernelColumns = [
    "kernel", "role", "time_s", "width_s", "amplitude_mV", "time_error_s", "width_error_s",
    "amplitude_error_mV", "at_bound",
  ]

  /// Creates the file.
  ///
  /// - Parameters:
  ///   - path: Where; whole when `finish` returns.
  ///   - model: What was fitted.
  /// - Throws: `RecordFileError`.
  public init(path: String, model: FittedBeat.Model) throws(RecordFileError) {
    self.model = model
    file = try FileStream(path: path)
    let columns =
      Self.beatColumns + (model == .lead ? Self.leadColumns : Self.axisColumns)
      + Self.kernelColumns
    try file.append { $0 += "\(columns.joined(separator: ","))\n".utf8 }
  }

  /// Appends the beats of a record.
  ///
  /// - Throws: `RecordFileError`.
  public func append(_ series: FittedSeries) throws(RecordFileError) {
    let record = CSVCells.quoted(series.record)
    for beat in series.beats {
      var beatCells = CSVCells()
      beatCells.add(record)
      beatCells.add(beat.index)
      beatCells.add(beat.rSample)
      beatCells.add(beat.rSample.map { Double($0) / series.samplingRate })
      beatCells.add(beat.rrBefore)
      beatCells.add(beat.rrAfter)
      beatCells.add(series.rrInterval)
      beatCells.add(beat.beatCount)
      for (index, part) in beat.parts.enumerated() {
        var cells = beatCells
        cells.add(CSVCells.quoted(series.channels[index].text))
        if model == .lead {
          for value in [
            part.quality?.prd, part.quality?.nrmse, part.quality?.r,
            part.quality?.residualWhiteness,
          ] { cells.add(single: value) }
        } else {
          cells.add(single: beat.dipole?.prd)
          cells.add(single: beat.dipole?.rankThreePRD)
        }
        cells.add(FitFlag.names(of: part.flags))
        cells.add(single: part.baseline)
        if model == .lead {
          cells.add(single: part.baselineStandardError)
        } else {
          for lead in Lead.independent {
            cells.add(single: beat.dipole?.projection.row(of: lead)[index])
          }
        }
        try append(cells, part.kernels)
      }
    }
  }

  private func append(_ before: CSVCells, _ kernels: [FittedKernel]) throws(RecordFileError) {
    try file.append { bytes in
      if kernels.isEmpty {
        bytes += before.bytes
        bytes += repeatElement(UInt8(ascii: ","), count: Self.kernelColumns.count - 1)
        bytes.append(UInt8(ascii: "\n"))
      }
      for (index, kernel) in kernels.enumerated() {
        var cells = before
        cells.add(index)
        cells.add(kernel.role.rawValue)
        for value in [
          kernel.time, kernel.width, kernel.amplitude, kernel.standardErrors.time,
          kernel.standardErrors.width, kernel.standardErrors.amplitude,
        ] { cells.add(single: value) }
        cells.add(kernel.atBounds.map(\.rawValue).joined(separator: "+"))
        bytes += cells.bytes.dropLast()
        bytes.append(UInt8(ascii: "\n"))
      }
    }
  }

  /// Completes the file.
  ///
  /// - Throws: `RecordFileError`.
  public func finish() throws(RecordFileError) { try file.finish() }
}

/// Cells of a row, a comma after each.
struct CSVCells {
  private(set) var bytes: [UInt8] = []

  /// Text that holds no comma, quote or line feed, or is quoted.
  mutating func add(_ text: String) {
    bytes += text.utf8
    bytes.append(UInt8(ascii: ","))
  }

  mutating func add(_ number: Int?) { add(number.map { "\($0)" } ?? "") }

  mutating func add(_ number: Double?) {
    add(number.flatMap { $0.isFinite ? "\($0)" : nil } ?? "")
  }

  /// As many digits as a float32 needs: the table of arrays holds the same numbers.
  mutating func add(single number: Double?) {
    add(number.flatMap { $0.isFinite ? "\(Float($0))" : nil } ?? "")
  }

  /// A text as a cell, in quotes if it needs them.
  static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

extension FitFlag {
  /// The flags' names with a plus sign between them, in the order of `allCases`.
  static func names(of flags: Set<FitFlag>) -> String {
    allCases.filter(flags.contains).map(\.rawValue).joined(separator: "+")
  }
}
