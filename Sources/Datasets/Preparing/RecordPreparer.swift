public import Electrocardiogram
import Fitting
import Measurement
public import Statements

/// Makes of a recording and its labels what a network learns from.
public struct RecordPreparer: Sendable {
  /// How.
  public let settings: PreparationSettings
  private let parser: ReportParser

  /// Prepares with settings and the lexicon of reports.
  public init(_ settings: PreparationSettings, lexicon: Lexicon) {
    self.settings = settings
    parser = ReportParser(lexicon)
  }

  /// Prepares a recording.
  ///
  /// R peaks, intervals and the fitted beat are found at the recording's own rate; the signal is resampled
  /// from what is left of it without its constant tail.
  ///
  /// - Parameters:
  ///   - recording: As read.
  ///   - record: What its set says of it.
  ///   - source: The set's name.
  /// - Returns: The prepared recording.
  /// - Throws: `SignalCheck.Rejection`, why it was left out.
  public func callAsFunction(
    _ recording: Recording, _ record: SourceRecord, source: String
  ) throws(SignalCheck.Rejection) -> PreparedRecord {
    var rows = try settings.check.leads(of: recording)
    let rate = recording.samplingRate
    let length = min(rows[0].count, Int((settings.seconds * rate).rounded()))
    guard Double(length) >= settings.leastSeconds * rate else {
      throw SignalCheck.Rejection(
        reason: "recording is short", detail: "\(Double(length) / rate) s")
    }
    rows = rows.map { Array($0.prefix(length)) }
    let whole = Recording(
      name: record.name, samplingRate: rate,
      channels: zip(Lead.independent, rows).map {
        Channel(name: $0.rawValue, millivolts: $1)
      })
    let measures: RecordMeasures
    do {
      measures = try RecordMeasures(whole)
    } catch {
      throw SignalCheck.Rejection(reason: "cannot be measured", detail: "\(error)")
    }
    let peaks = measures.delineation.rPeaks
    guard peaks.count >= 3 else {
      throw SignalCheck.Rejection(reason: "fewer than 3 beats", detail: "\(peaks.count)")
    }
    let resampler = Resampler(from: rate, to: Double(settings.samplingRate))
    let signal = rows.map(resampler.callAsFunction)
    var label = RecordLabel(
      source: source, name: record.name, patient: record.patient,
      fold: record.fold ?? Self.fold(ofPatient: "\(source)/\(record.patient)"),
      sampleCount: min(signal[0].count, settings.sampleCount),
      rPeaks: peaks.map { Int((Double($0) * resampler.to / rate).rounded()) },
      rrInterval: 0, fitPRD: 0, condition: condition(of: record, measures))
    let kernels = fit(whole, peaks, &label)
    return PreparedRecord(
      label: label, signal: signal.map { Self.padded($0, to: settings.sampleCount) },
      beat: averageBeat(signal, label.rPeaks), kernels: kernels)
  }

  private func condition(of record: SourceRecord, _ measures: RecordMeasures) -> Condition {
    let report = record.report.map { parser($0) } ?? ReportParser.Report()
    let said = Set(report.statements.compactMap(parser.lexicon.code))
    // Codes add what the report leaves out.
    let more = record.codedStatements.filter { statement in
      parser.lexicon.code(of: statement).map { !said.contains($0) } ?? true
        && !report.statements.contains(statement)
    }
    return Condition(
      statements: report.statements + more, unknownPhrases: report.unknownPhrases,
      ageYears: record.ageYears, sex: record.sex,
      heartRatePerMinute: measures.value(.heartRate), prInterval: measures.value(.prInterval),
      qrsDuration: measures.value(.qrsDuration), qtInterval: measures.value(.qtInterval))
  }

  /// Kernels of every lead; zeros, and no RR interval in the label, if the beat cannot be fitted.
  private func fit(
    _ recording: Recording, _ peaks: [Int], _ label: inout RecordLabel
  ) -> [[Float]] {
    let nothing = [[Float]](
      repeating: [Float](repeating: 0, count: 3 * settings.kernelCount),
      count: Lead.independent.count)
    guard let beat = try? AverageBeat(of: recording, rPeaks: peaks),
      let fitter = try? LeadFitter(
        timing: BeatTiming(beat), options: FitOptions(kernelCount: settings.kernelCount))
    else { return nothing }
    var (kernels, error, energy): ([[Float]], Double, Double) = ([], 0, 0)
    for lead in Lead.independent {
      guard let samples = beat.millivolts(of: lead), let fit = try? fitter.fit(samples) else {
        return nothing
      }
      var row = fit.kernels.flatMap { [Float($0.amplitude), Float($0.time), Float($0.width)] }
      row += [Float](repeating: 0, count: 3 * settings.kernelCount - row.count)
      kernels.append(row)
      let mean = samples.reduce(0, +) / Double(samples.count)
      for (x, y) in zip(samples, fit.model) {
        error += (x - y) * (x - y)
        energy += (x - mean) * (x - mean)
      }
    }
    label.rrInterval = beat.rrInterval
    label.fitPRD = 100 * (error / energy).squareRoot()
    return kernels
  }

  /// The mean of all beats whose window is whole, each lead's median taken off.
  private func averageBeat(_ signal: [[Double]], _ peaks: [Int]) -> [[Float]] {
    let (before, count) = (settings.beatRPeak, settings.beatSampleCount)
    let whole = peaks.filter { $0 >= before && $0 - before + count <= signal[0].count }
    return signal.map { row in
      guard !whole.isEmpty else { return [Float](repeating: 0, count: count) }
      let mean = (0..<count).map { index in
        whole.reduce(0) { $0 + row[$1 - before + index] } / Double(whole.count)
      }
      let median = mean.sorted()[count / 2]
      return mean.map { Float($0 - median) }
    }
  }

  private static func padded(_ row: [Double], to count: Int) -> [Float] {
    row.prefix(count).map(Float.init)
      + [Float](repeating: 0, count: max(0, count - row.count))
  }

  /// The fold of a patient whose data set gives none.
  static func fold(ofPatient name: String) -> Int { PatientFold.fold(ofPatient: name) }
}
