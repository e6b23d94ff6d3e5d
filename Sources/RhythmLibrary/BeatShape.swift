public import CardiacModel
public import Electrocardiogram
import Foundation

/// One Gaussian kernel of a beat, in time: it belongs to an event, not to a heart rate.
public struct TimedKernel: Sendable, Equatable {
  /// Centre in seconds after the event of its chamber: onset of P for P, onset of QRS for all others.
  public var time: Double
  /// Standard deviation in seconds.
  public var width: Double
  /// Height in every source of the basis, in millivolts.
  public var amplitudes: [Double]

  /// Creates a kernel.
  public init(time: Double, width: Double, amplitudes: [Double]) {
    precondition(width > 0, "kernel width \(width) s is not positive")
    self.time = time
    self.width = width
    self.amplitudes = amplitudes
  }
}

/// A current of injury: a smooth step up and down, in time.
///
/// s(t) = S [Φ((t − t₁)/σ₁) − Φ((t − t₂)/σ₂)]: at its own centre the step stands at half, so a plateau
/// that must be complete at the J point starts two widths before it.
public struct TimedPlateau: Sendable, Equatable {
  /// The wave whose segment it lifts: T for the ST segment, P for atrial injury.
  public var wave: Wave
  /// Centre of the step up, seconds after the event of its chamber.
  public var onset: Double
  /// Standard deviation of the step up in seconds.
  public var onsetWidth: Double
  /// Centre of the step down, seconds after the event of its chamber.
  public var offset: Double
  /// Standard deviation of the step down in seconds.
  public var offsetWidth: Double
  /// Height in every source of the basis, in millivolts.
  public var amplitudes: [Double]

  /// Creates a plateau.
  public init(
    wave: Wave, onset: Double, onsetWidth: Double, offset: Double, offsetWidth: Double,
    amplitudes: [Double]
  ) {
    precondition(offset > onset, "plateau ends at \(offset) s before it begins at \(onset) s")
    precondition(onsetWidth > 0 && offsetWidth > 0, "widths \(onsetWidth), \(offsetWidth) s")
    self.wave = wave
    self.onset = onset
    self.onsetWidth = onsetWidth
    self.offset = offset
    self.offsetWidth = offsetWidth
    self.amplitudes = amplitudes
  }
}

extension TimedPlateau {
  /// The plateau of unit height at a time after the event.
  public func unitValue(at time: Double) -> Double {
    PlateauFormula.value(
      up: (time - onset) / onsetWidth, down: (time - offset) / offsetWidth, amplitude: 1)
  }
}

/// The kernels of one beat at one heart rate, in time.
public struct BeatShape: Sendable, Equatable {
  /// What the sources stand for.
  public let basis: Heart.Basis
  /// The rate at which the kernels are stated, beats a minute.
  public let atRatePerMinute: Double
  /// Kernels of each wave.
  public let kernels: [Wave: [TimedKernel]]
  /// Currents of injury.
  public let plateaus: [TimedPlateau]
  /// P in seconds after the atrial event, as its kernels say (`AnalyticFiducials`).
  public let pWave: TimedWave?
  /// QRS in seconds after the ventricular event, likewise: the offset is the J point, the peak is
  /// phase 0 of the ventricular circle.
  public let qrs: TimedWave?
  /// T in seconds after the ventricular event, likewise; it begins at J or later.
  public let tWave: TimedWave?

  /// Creates a beat.
  ///
  /// - Precondition: every kernel and plateau has one amplitude for each source of the basis.
  public init(
    basis: Heart.Basis, atRatePerMinute: Double, kernels: [Wave: [TimedKernel]],
    plateaus: [TimedPlateau] = []
  ) {
    let count = basis.sourceCount
    precondition(
      kernels.values.joined().allSatisfy { $0.amplitudes.count == count }
        && plateaus.allSatisfy { $0.amplitudes.count == count },
      "a kernel or plateau has not \(count) amplitudes")
    precondition(atRatePerMinute > 0, "rate \(atRatePerMinute)/min is not positive")
    self.basis = basis
    self.atRatePerMinute = atRatePerMinute
    self.kernels = kernels
    self.plateaus = plateaus
    // Two seconds hold every beat, whatever its rate.
    let circle = PhaseCircle(period: 2, origin: 0)
    let heart = Heart(
      basis: basis,
      sources: (0..<count).map { axis in
        Source(
          waves: circle.waves(kernels, axis: axis) { _ in true },
          plateaus: circle.plateaus(plateaus, axis: axis) { _ in true })
      })
    let fiducials = AnalyticFiducials(heart)
    pWave = fiducials.pWave.map(circle.times)
    qrs = fiducials.qrs.map(circle.times)
    var tWave = fiducials.tWave.map(circle.times)
    // A current of injury rises before J: the T wave still begins where QRS ends.
    if let onset = tWave?.onset, let j = qrs?.offset, onset < j { tWave?.onset = j }
    self.tWave = tWave
  }

  /// Creates a beat whose waves lie where they are said to, as those of a patient were measured.
  ///
  /// - Precondition: every kernel has one amplitude for each source of the basis.
  public init(
    basis: Heart.Basis, atRatePerMinute: Double, kernels: [Wave: [TimedKernel]],
    pWave: TimedWave?, qrs: TimedWave?, tWave: TimedWave?
  ) {
    precondition(
      kernels.values.joined().allSatisfy { $0.amplitudes.count == basis.sourceCount },
      "a kernel has not \(basis.sourceCount) amplitudes")
    precondition(atRatePerMinute > 0, "rate \(atRatePerMinute)/min is not positive")
    self.basis = basis
    self.atRatePerMinute = atRatePerMinute
    self.kernels = kernels
    plateaus = []
    self.pWave = pWave
    self.qrs = qrs
    self.tWave = tWave
  }

  /// A beat whose repolarisation alone differs from another's.
  private init(
    stretching other: BeatShape, atRatePerMinute: Double, kernels: [Wave: [TimedKernel]],
    plateaus: [TimedPlateau], tWave: TimedWave?
  ) {
    basis = other.basis
    pWave = other.pWave
    qrs = other.qrs
    self.atRatePerMinute = atRatePerMinute
    self.kernels = kernels
    self.plateaus = plateaus
    self.tWave = tWave
  }

  /// A beat whose waves have the times of another's.
  init(
    keepingTimesOf other: BeatShape, kernels: [Wave: [TimedKernel]], plateaus: [TimedPlateau]
  ) {
    self.init(
      stretching: other, atRatePerMinute: other.atRatePerMinute, kernels: kernels,
      plateaus: plateaus, tWave: other.tWave)
  }

  /// The same beat at another RR interval in seconds: ST, T and U stretched from the J point so that
  /// QT follows `RateLaws.qtInterval`.
  ///
  /// The edges of a plateau that lie within QRS keep their times.
  public func stretched(rrInterval: Double) -> BeatShape {
    guard let start = qrs?.onset, let j = qrs?.offset, let end = tWave?.offset
    else { return self }
    let ratio =
      RateLaws.qtInterval(rrInterval: rrInterval)
      / RateLaws.qtInterval(rrInterval: 60 / atRatePerMinute)
    let factor = ((end - start) * ratio - (j - start)) / (end - j)
    // A QRS longer than the QT wanted leaves nothing to stretch.
    guard factor > 0 else { return self }
    let later = { (time: Double) in j + factor * (time - j) }
    var kernels = kernels
    for wave in [Wave.T, .U] {
      kernels[wave] = kernels[wave]?.map {
        TimedKernel(
          time: later($0.time), width: factor * $0.width, amplitudes: $0.amplitudes)
      }
    }
    let plateaus = plateaus.map { plateau in
      guard !plateau.wave.isAtrial else { return plateau }
      var plateau = plateau
      if plateau.onset > j {
        plateau.onset = later(plateau.onset)
        plateau.onsetWidth *= factor
      }
      if plateau.offset > j {
        plateau.offset = later(plateau.offset)
        plateau.offsetWidth *= factor
      }
      return plateau
    }
    return BeatShape(
      stretching: self, atRatePerMinute: 60 / rrInterval, kernels: kernels, plateaus: plateaus,
      tWave: tWave.map {
        TimedWave(onset: $0.onset.map(later), peak: later($0.peak), offset: $0.offset.map(later))
      })
  }
}

extension Heart.Basis {
  /// How many sources there are.
  public var sourceCount: Int {
    switch self {
    case .dipole: 3
    case .leads(let leads): leads.count
    }
  }
}
