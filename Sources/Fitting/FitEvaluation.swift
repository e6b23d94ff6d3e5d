import Electrocardiogram
import Foundation
public import Measurement

/// How well and how fast many real beats are fitted.
///
/// Every lead that a beat holds is fitted with kernels of its own; the eight independent leads, where
/// all are there, also with one dipole. Times are processor time of the fitting thread, so that other
/// programs do not count.
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

  /// Kernels of each beat and lead, or of each axis.
  public var kernelCount: Distribution
  /// PRD of each beat and lead in percent; for a dipole over the eight leads together.
  public var prd: Distribution
  /// Processor time of each beat and lead, or of each dipole, in milliseconds.
  public var milliseconds: Distribution
  /// PRD of each dipole divided by that of the same beat's best approximation of rank 3.
  public var rankThreeRatio: Distribution?
  /// Records that could not be fitted, with the reason.
  public var skipped: [String: String]

  /// Fits the beats of many records.
  ///
  /// - Parameters:
  ///   - records: Names for `beat`.
  ///   - model: What to fit.
  ///   - options: How to fit it.
  ///   - beat: Reads a record's beat; an error skips the record.
  ///   - progress: Is told after each record how many are done.
  /// - Throws: `FitError` with code `nothingFitted` if no beat could be fitted.
  public init(
    records: [String], model: FittedBeat.Model, options: FitOptions,
    beat: (String) throws -> AverageBeat, progress: (Int) -> Void = { _ in }
  ) throws(FitError) {
    var (prd, milliseconds, ratios) = ([Double](), [Double](), [Double]())
    var counts: [Double] = []
    skipped = [:]
    for (index, record) in records.enumerated() {
      do {
        let beat = try beat(record)
        let timing = try BeatTiming(beat)
        switch model {
        case .lead:
          let fitter = try LeadFitter(timing: timing, options: options)
          for (channel, samples) in zip(beat.channels, beat.millivolts) {
            let start = Self.processorTime()
            do throws(FitError) {
              let fit = try fitter.fit(samples)
              milliseconds.append(1e3 * (Self.processorTime() - start))
              prd.append(fit.quality.prd)
              counts.append(Double(fit.kernels.count))
            } catch {
              skipped["\(record) \(channel)"] = error.message
            }
          }
        case .dipole:
          let rows = Lead.independent.compactMap { beat.millivolts(of: $0) }
          guard rows.count == Lead.independent.count else {
            skipped[record] = "not all of I, II, V1 to V6 are there"
            continue
          }
          let fitter = try DipoleFitter(timing: timing, options: options)
          let start = Self.processorTime()
          let fit = try fitter.fit(rows)
          milliseconds.append(1e3 * (Self.processorTime() - start))
          prd.append(fit.prd)
          ratios.append(fit.prd / fit.rankThreePRD)
          counts += fit.axes.map { Double($0.kernels.count) }
        }
      } catch {
        skipped[record] = "\(error)"
      }
      progress(index + 1)
    }
    guard !prd.isEmpty else {
      throw FitError(
        code: .nothingFitted,
        message: "none of \(records.count) records could be fitted"
          + (skipped.first.map { "; for example \($0.key): \($0.value)" } ?? ""))
    }
    kernelCount = Distribution(counts)
    self.prd = Distribution(prd)
    self.milliseconds = Distribution(milliseconds)
    rankThreeRatio = ratios.isEmpty ? nil : Distribution(ratios)
  }

  /// Processor time of the calling thread in seconds.
  private static func processorTime() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
