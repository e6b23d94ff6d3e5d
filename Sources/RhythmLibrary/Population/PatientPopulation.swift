import CardiacModel
import Electrocardiogram
import Foundation
public import LinearAlgebra

/// The beats of a class of patients: a distribution of landmarks and kernel heights in eight leads.
///
/// Parameters are the logarithms of `BeatLandmarks` and, lead by lead in `Lead.independent` order, the
/// heights of the kernels of a `KernelGrid` in mV. Each is a monotone function of a standard normal
/// number (`PatientMarginal`); these numbers are correlated. No patient's own parameters are kept.
public struct PatientPopulation: Sendable, Equatable {
  /// Where the kernels are.
  public let grid: KernelGrid
  /// The spread of each parameter.
  public let marginals: [PatientMarginal]
  /// Correlations of the normal numbers, `[parameters, parameters]`, ones on the diagonal.
  public let correlation: Matrix
  /// Cholesky's factor of the correlations.
  public let factor: Matrix
  /// Patients that it was learned from.
  public var patients: Int
  /// How far the correlations were drawn to those of all patients, from 0 to 1.
  public var shrinkage: Double
  /// Where the numbers come from.
  public var source: String
  /// How far they can be believed.
  public var trust: Trust

  /// The fewest patients that a class may be learned from.
  public static let fewestPatients = 10
  /// Draws in which a normal number is farther from 0 are drawn again.
  public static let reach = 3.0

  /// Creates a population.
  ///
  /// - Throws: `LinearAlgebraError` if the correlations are not positive definite.
  /// - Precondition: as many marginals as the grid has parameters, and correlations of them.
  public init(
    grid: KernelGrid, marginals: [PatientMarginal], correlation: Matrix, patients: Int,
    shrinkage: Double, source: String, trust: Trust
  ) throws(LinearAlgebraError) {
    let count = Self.parameterCount(grid)
    precondition(
      marginals.count == count && correlation.rows == count && correlation.columns == count,
      "\(marginals.count) marginals, \(correlation.rows) x \(correlation.columns) correlations of "
        + "\(count) parameters")
    self.grid = grid
    self.marginals = marginals
    self.correlation = correlation
    self.patients = patients
    self.shrinkage = shrinkage
    self.source = source
    self.trust = trust
    factor = try CholeskyFactor(correlation).lower
  }

  /// Whether its beats have P waves.
  public var hasP: Bool { grid.p > 0 }

  /// Parameters of a beat on a grid.
  public static func parameterCount(_ grid: KernelGrid) -> Int {
    BeatLandmarks.names(hasP: grid.p > 0).count + Lead.independent.count * grid.count
  }

  /// The names of the parameters: landmarks, then `V1.QRS3` for the third kernel of QRS in V1.
  public static func parameterNames(_ grid: KernelGrid) -> [String] {
    BeatLandmarks.names(hasP: grid.p > 0)
      + Lead.independent.flatMap { lead in
        grid.waves.flatMap { wave, count in
          (1...count).map { "\(lead.rawValue).\(wave.rawValue)\($0)" }
        }
      }
  }

  /// The parameters of a beat.
  ///
  /// - Parameters:
  ///   - landmarks: Its intervals.
  ///   - heights: `[8][kernels]` in mV, kernels in the order of P, QRS, T.
  /// - Returns: Logarithms of the intervals and the heights.
  public static func parameters(_ landmarks: BeatLandmarks, heights: [[Double]]) -> [Double] {
    landmarks.values.map { log($0) } + heights.flatMap { $0 }
  }

  /// The landmarks of parameters.
  public func landmarks(_ parameters: [Double]) -> BeatLandmarks {
    let count = BeatLandmarks.names(hasP: hasP).count
    return BeatLandmarks(values: parameters.prefix(count).map { exp($0) }, hasP: hasP)
  }

  /// The beat of parameters; its waves lie where the landmarks say.
  ///
  /// - Parameters:
  ///   - parameters: As many as there are marginals.
  ///   - rrInterval: The RR interval in seconds in place of theirs, which rounding may have moved.
  /// - Returns: The beat.
  public func beat(_ parameters: [Double], rrInterval: Double? = nil) -> PatientBeat {
    precondition(parameters.count == marginals.count, "\(parameters.count) parameters")
    var landmarks = landmarks(parameters)
    if let rrInterval { landmarks.rrInterval = rrInterval }
    let heights = Array(parameters.dropFirst(parameters.count - 8 * grid.count))
    return PatientBeat(grid: grid, landmarks: landmarks, heights: heights)
  }

  /// The parameters at normal numbers.
  public func parameters(at normals: [Double]) -> [Double] {
    precondition(normals.count == marginals.count, "\(normals.count) numbers")
    return zip(marginals, normals).map { $0.value(at: $1) }
  }

  /// The beat in the middle: every parameter at its median.
  public var median: PatientBeat {
    beat(parameters(at: [Double](repeating: 0, count: marginals.count)))
  }

  /// The RR intervals in seconds within `reach` of the median's.
  public var rrIntervals: ClosedRange<Double> {
    exp(marginals[0].value(at: -Self.reach))...exp(marginals[0].value(at: Self.reach))
  }

  /// Correlated normal numbers from independent ones.
  ///
  /// - Parameters:
  ///   - independent: As many standard normal numbers as there are parameters.
  ///   - rrInterval: An RR interval to be met: the numbers are then those given it, z + r (z₀ − z_RR),
  ///     r their correlations with it.
  /// - Returns: The numbers, whose correlations are `correlation`.
  public func normals(_ independent: [Double], rrInterval: Double? = nil) -> [Double] {
    let n = marginals.count
    precondition(independent.count == n, "\(independent.count) numbers for \(n)")
    var z = [Double](repeating: 0, count: n)
    for i in 0..<n {
      var sum = 0.0
      for j in 0...i { sum += factor.elements[i * n + j] * independent[j] }
      z[i] = sum
    }
    guard let rrInterval else { return z }
    let missing = marginals[0].normal(of: log(rrInterval)) - z[0]
    for i in 0..<n { z[i] += correlation.elements[i * n] * missing }
    return z
  }
}

/// One beat of a population.
public struct PatientBeat: Sendable, Equatable {
  /// Its intervals.
  public let landmarks: BeatLandmarks
  /// Its kernels in the eight independent leads, stated at its own rate.
  public let shape: BeatShape

  init(grid: KernelGrid, landmarks: BeatLandmarks, heights: [Double]) {
    let count = grid.count
    let places = grid.places(landmarks)
    var kernels: [Wave: [TimedKernel]] = [:]
    var first = 0
    for (wave, number) in grid.waves {
      kernels[wave] = (places[wave] ?? []).enumerated().map { index, place in
        TimedKernel(
          time: place.time, width: place.width,
          amplitudes: Lead.independent.indices.map { heights[$0 * count + first + index] })
      }
      first += number
    }
    self.landmarks = landmarks
    let j = landmarks.qrsDuration
    shape = BeatShape(
      basis: .leads(Lead.independent), atRatePerMinute: 60 / landmarks.rrInterval,
      kernels: kernels,
      pWave: landmarks.pDuration.map { duration in
        TimedWave(
          onset: 0, peak: Self.peak(of: kernels[.P] ?? [], within: duration), offset: duration)
      },
      qrs: TimedWave(onset: 0, peak: landmarks.onsetToR, offset: j),
      tWave: TimedWave(
        onset: nil, peak: j + landmarks.jToTPeak, offset: landmarks.qtInterval))
  }

  /// The instant of the largest magnitude over all leads, in steps of 1 ms.
  private static func peak(of kernels: [TimedKernel], within duration: Double) -> Double {
    let steps = max(1, Int(duration * 1000))
    func power(_ step: Int) -> Double {
      let time = duration * Double(step) / Double(steps)
      return Lead.independent.indices.reduce(0) { sum, lead in
        let value = kernels.reduce(0) {
          let u = (time - $1.time) / $1.width
          return $0 + $1.amplitudes[lead] * exp(-0.5 * u * u)
        }
        return sum + value * value
      }
    }
    let top = (0...steps).max { power($0) < power($1) } ?? 0
    return duration * Double(top) / Double(steps)
  }
}
