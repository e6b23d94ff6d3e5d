/// How well and how fast beats of records were fitted.
///
/// Times are processor time of the fitting thread, so that other programs do not count.
public struct FitEvaluation: Sendable, Equatable, Codable {
  /// Median, quartiles and 95th percentile of a number.
  public struct Distribution: Sendable, Equatable, Codable {
    /// How many numbers there are.
    public var count: Int
    /// The lower quartile.
    public var lowerQuartile: Double
    /// The median.
    public var median: Double
    /// The upper quartile.
    public var upperQuartile: Double
    /// The 95th percentile.
    public var percentile95: Double

    /// Sorts numbers; NaN if there are none.
    public init(_ numbers: [some BinaryFloatingPoint]) {
      let sorted = numbers.sorted()
      func quantile(_ p: Double) -> Double {
        guard let last = sorted.last else { return .nan }
        let place = p * Double(sorted.count - 1)
        let low = Int(place)
        let next = Double(low + 1 < sorted.count ? sorted[low + 1] : last)
        return Double(sorted[low]) + (place - Double(low)) * (next - Double(sorted[low]))
      }
      count = sorted.count
      lowerQuartile = quantile(0.25)
      median = quantile(0.5)
      upperQuartile = quantile(0.75)
      percentile95 = quantile(0.95)
    }
  }

  /// Records with at least one beat.
  public var records: Int
  /// Beats, whether or not every lead of theirs could be fitted.
  public var beats: Int
  /// Kernels of each beat and lead, or of each axis.
  public var kernelCount: Distribution
  /// PRD of each beat and lead in percent; for a dipole over the eight leads together.
  public var prd: Distribution
  /// Processor time of each beat and lead, or of each dipole, in milliseconds, of those fitted in
  /// this run; `nil` if there are none.
  public var milliseconds: Distribution?
  /// PRD of each dipole divided by that of the same beat's best approximation of rank 3.
  public var rankThreeRatio: Distribution?
  /// How many leads of beats, or axes, bear a flag.
  public var flags: [String: Int]
  /// Records that could not be fitted, with the reason.
  public var skipped: [String: String]
}

extension FitEvaluation {
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
    public func evaluation() throws(FitError) -> FitEvaluation {
      guard !prd.isEmpty else {
        let example = skipped.min { $0.key < $1.key }.map { "; for example \($0.key): \($0.value)" }
        let flagged = flags.first.map { "; their leads are \($0.key.rawValue)" }
        throw FitError(
          code: .nothingFitted,
          message: "none of \(records + skipped.count) records could be fitted"
            + (example ?? flagged ?? ""))
      }
      return FitEvaluation(
        records: records, beats: beats, kernelCount: .init(kernelCounts.map { Float($0) }),
        prd: .init(prd), milliseconds: milliseconds.isEmpty ? nil : .init(milliseconds),
        rankThreeRatio: ratios.isEmpty ? nil : .init(ratios),
        flags: Dictionary(uniqueKeysWithValues: flags.map { ($0.key.rawValue, $0.value) }),
        skipped: skipped)
    }
  }
}
