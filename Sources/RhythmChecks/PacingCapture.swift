import Electrocardiogram
import Measurement

/// From every pulse to the start of the QRS complex that it causes.
///
/// A dissociated P wave just before the complex moves the onset that delineation finds to before the
/// pulse. Here the complex begins where, after the pulse, the spatial speed first exceeds 6 % of the
/// complex's largest, and the ventricles must have been at rest: in the 25 ms before the pulse the
/// speed stays below a quarter of it, which P waves do and a native QRS does not.
struct PacingCapture {
  /// Longest time from a pulse to the R peak that it causes, in seconds.
  private static let longestToPeak = 0.25
  /// Part of the largest speed that begins a complex.
  private static let onsetPart = 0.06
  /// Part of the largest speed below which the ventricles are at rest.
  private static let restPart = 0.25
  /// Time before the pulse in which they must be, in seconds.
  private static let restTime = 0.025
  /// Time around a pulse that it may fill itself, in seconds.
  private static let blank = 0.006
  /// Time after the R peak in which the largest speed is looked for, in seconds.
  private static let afterPeak = 0.1

  private let leads: [[Double]]
  private let rate: Double

  init(_ recording: Recording) {
    leads = Lead.independent.compactMap { recording.millivolts(of: $0) }
    rate = recording.samplingRate
  }

  /// Seconds from a pulse to its complex; `nil` if it captures nothing.
  func delay(pulse: Int, nextPeak: Int) -> Double? {
    let blank = Int((Self.blank * rate).rounded(.up))
    let last = min(nextPeak + Int(Self.afterPeak * rate), (leads.first?.count ?? 0) - 2)
    guard Double(nextPeak - pulse) <= Self.longestToPeak * rate, pulse + blank < last,
      let top = ((pulse + blank)...last).map(speed).max(),
      let onset = ((pulse + blank)...last).first(where: { speed($0) >= Self.onsetPart * top })
    else { return nil }
    let before = max(1, pulse - Int(Self.restTime * rate))..<max(1, pulse - blank)
    guard before.allSatisfy({ speed($0) < Self.restPart * top }) else { return nil }
    return Double(onset - pulse) / rate
  }

  /// Size of the change from the sample before to the one after, over all leads.
  private func speed(_ sample: Int) -> Double {
    leads.reduce(0) { sum, lead in
      let change = lead[sample + 1] - lead[sample - 1]
      return sum + change * change
    }.squareRoot()
  }
}
