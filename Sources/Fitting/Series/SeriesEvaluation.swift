/// How well and how fast the beats of many records were fitted.
public struct SeriesEvaluation: Sendable, Equatable, Codable {
  /// Records with at least one beat.
  public var records: Int
  /// Beats, whether or not every lead of theirs could be fitted.
  public var beats: Int
  /// Kernels of each beat and lead, or of each axis.
  public var kernelCount: FitEvaluation.Distribution
  /// PRD of each beat and lead in percent; for a dipole over the eight leads together.
  public var prd: FitEvaluation.Distribution
  /// Processor time of each beat and lead, or of each dipole, in milliseconds, of those fitted in
  /// this run; `nil` if there are none.
  public var milliseconds: FitEvaluation.Distribution?
  /// PRD of each dipole divided by that of the same beat's best approximation of rank 3.
  public var rankThreeRatio: FitEvaluation.Distribution?
  /// How many leads of beats, or axes, bear a flag.
  public var flags: [String: Int]
  /// Records that could not be fitted, with the reason.
  public var skipped: [String: String]
}

extension SeriesEvaluation {
  /// Counts what many series hold, whatever the order in which they come.
  ///
  /// Four bytes for each PRD and each time are all that stays of a beat.
  public struct Tally: Sendable {
    private var prd: [Float] = []
    private var milliseconds: [Float] = []
    private var ratios: [Float] = []
    private var kernelCounts: [UInt8] = []
    private var flags: [FitFlag: Int] = [:]
    private var skipped: [String: String] = [:]
    private var beats = 0
    private var records = 0

    /// Counts nothing yet.
    public init() {}

    /// Counts the beats of a record, or why there are none.
    public mutating func add(_ record: String, _ outcome: RecordOutcome) {
      switch outcome {
      case .failed(let reason): skipped[record] = reason
      case .fitted(let series):
        records += 1
        beats += series.beats.count
        for beat in series.beats { add(beat) }
      }
    }

    private mutating func add(_ beat: FittedSeries.Beat) {
      for part in beat.parts {
        for flag in part.flags { flags[flag, default: 0] += 1 }
        if let quality = part.quality { prd.append(Float(quality.prd)) }
        if !part.baseline.isNaN { kernelCounts.append(UInt8(clamping: part.kernels.count)) }
      }
      if let dipole = beat.dipole {
        prd.append(Float(dipole.prd))
        ratios.append(Float(dipole.prd / dipole.rankThreePRD))
      }
    }

    /// Counts what fits took, in milliseconds of processor time.
    public mutating func add(milliseconds times: [Double]) {
      milliseconds += times.map { Float($0) }
    }

    /// Medians and quartiles of all that was counted.
    ///
    /// - Returns: The distributions.
    /// - Throws: `FitError` with code `nothingFitted` if there is no fit.
    public func evaluation() throws(FitError) -> SeriesEvaluation {
      guard !prd.isEmpty else {
        let example = skipped.min { $0.key < $1.key }.map { "; for example \($0.key): \($0.value)" }
        let flagged = flags.first.map { "; their leads are \($0.key.rawValue)" }
        throw FitError(
          code: .nothingFitted,
          message: "none of \(records + skipped.count) records could be fitted"
            + (example ?? flagged ?? ""))
      }
      return SeriesEvaluation(
        records: records, beats: beats, kernelCount: .init(kernelCounts.map { Float($0) }),
        prd: .init(prd), milliseconds: milliseconds.isEmpty ? nil : .init(milliseconds),
        rankThreeRatio: ratios.isEmpty ? nil : .init(ratios),
        flags: Dictionary(uniqueKeysWithValues: flags.map { ($0.key.rawValue, $0.value) }),
        skipped: skipped)
    }
  }
}
