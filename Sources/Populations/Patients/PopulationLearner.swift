import Foundation
public import LinearAlgebra
public import RhythmLibrary

/// Learns the correlations and spreads of a class from the parameters of its patients.
///
/// With more parameters than patients the sample's correlations S are no distribution. They are drawn to
/// those of all patients P, these to simple ones K made of leads and kernels (`SimpleCorrelations`), and
/// these to independence: R = (1 − λ) S + λ ((1 − κ) P + κ ((1 − ε) K + ε I)). λ, κ and ε are those under which
/// patients that were left out are most likely.
public struct PopulationLearner: Sendable {
  /// Strengths and how likely patients are that were left out.
  public struct Candidate: Sendable, Codable {
    /// λ.
    public let shrinkage: Double
    /// κ.
    public let simplicity: Double
    /// ε.
    public let independence: Double
    /// Mean over patients of the log density of their normal numbers less that of independent ones.
    public let logLikelihoodGain: Double
  }

  /// λ that are tried.
  public static let shrinkages = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
  /// κ that are tried.
  public static let simplicities = [0.1, 0.3, 0.5, 0.7, 0.9]
  /// ε that are tried.
  public static let independences = [0.02, 0.05, 0.1, 0.2, 0.5, 1]
  /// Groups of patients of whom one is left out in turn.
  public static let groups = 5
  /// Decimals of what is kept, so that a file holds the same numbers.
  private static let digits = (marginal: 1e5, correlation: 1e4)

  /// All strengths tried.
  public let candidates: [Candidate]
  /// The best of them.
  public let best: Candidate
  /// The strength towards independence by the formula of Ledoit and Wolf, and how likely it makes
  /// patients that were left out.
  ///
  /// Source: Ledoit and Wolf, J Multivar Anal 88:365 (2004).
  public let ledoitWolf: Candidate
  /// The spread of each parameter.
  public let marginals: [PatientMarginal]
  /// R of all patients of the class at the best strengths.
  public let correlation: Matrix

  /// Learns from parameters.
  ///
  /// - Parameters:
  ///   - patients: Parameters of the class, one row a patient.
  ///   - others: Those of patients of other classes; with the class's own they make all patients.
  ///   - grid: Where their kernels lie.
  /// - Throws: `PopulationError.Code.tooFew` below `PatientPopulation.fewestPatients`, `.degenerate` if
  ///   a parameter is the same in all patients.
  public init(
    patients: [[Double]], others: [[Double]], grid: KernelGrid
  ) throws(PopulationError) {
    let names = PatientPopulation.parameterNames(grid)
    let fewest = PatientPopulation.fewestPatients
    guard patients.count >= fewest else {
      throw PopulationError(
        .tooFew,
        "\(patients.count) patients are too few to learn a class from without telling who they are; "
          + "\(fewest) are needed")
    }
    let marginals = try Self.marginals(of: patients, names)
    let normals = Self.normals(of: patients, marginals)
    let all = try Targets(patients + others, names, grid)
    let folds = try (0..<Self.groups).map { group throws(PopulationError) in
      try Fold(group, patients: patients, others: others, names, grid)
    }
    var candidates: [Candidate] = []
    for simplicity in Self.simplicities {
      for independence in Self.independences {
        let targets = folds.map { $0.targets.mixed(simplicity, independence) }
        for shrinkage in Self.shrinkages {
          guard let gain = Self.gain(folds, targets, shrinkage, count: patients.count) else {
            continue
          }
          candidates.append(
            Candidate(
              shrinkage: shrinkage, simplicity: simplicity, independence: independence,
              logLikelihoodGain: gain))
        }
      }
    }
    guard let best = candidates.max(by: { $0.logLikelihoodGain < $1.logLikelihoodGain }) else {
      throw PopulationError(
        .degenerate, "no shrinkage makes a distribution of \(patients.count) patients")
    }
    let intensity = Self.ledoitWolf(normals)
    ledoitWolf = Candidate(
      shrinkage: intensity, simplicity: 1, independence: 1,
      logLikelihoodGain: Self.gain(
        folds, folds.map { $0.targets.mixed(1, 1) }, intensity, count: patients.count)
        ?? -.infinity)
    self.candidates = candidates
    self.best = best
    self.marginals = marginals.map { $0.rounded(Self.digits.marginal) }
    var correlation = Self.mixed(
      Self.correlation(normals), all.mixed(best.simplicity, best.independence), best.shrinkage)
    for index in correlation.elements.indices {
      correlation.elements[index] =
        (correlation.elements[index] * Self.digits.correlation).rounded() / Self.digits.correlation
    }
    for index in 0..<correlation.rows { correlation[index, index] = 1 }
    self.correlation = correlation
  }

  /// What correlations are drawn to.
  private struct Targets {
    let all, simple: Matrix

    init(_ patients: [[Double]], _ names: [String], _ grid: KernelGrid) throws(PopulationError) {
      let marginals = try PopulationLearner.marginals(of: patients, names)
      all = PopulationLearner.correlation(PopulationLearner.normals(of: patients, marginals))
      simple = SimpleCorrelations.of(all, grid: grid)
    }

    func mixed(_ simplicity: Double, _ independence: Double) -> Matrix {
      PopulationLearner.mixed(
        all, PopulationLearner.mixed(simple, .identity(all.rows), independence), simplicity)
    }
  }

  /// A group that is left out, and the correlations of the others.
  private struct Fold {
    let correlation: Matrix
    let targets: Targets
    let left: [[Double]]

    init(
      _ group: Int, patients: [[Double]], others: [[Double]], _ names: [String],
      _ grid: KernelGrid
    ) throws(PopulationError) {
      let indices = patients.indices
      let rest = indices.filter { $0 % PopulationLearner.groups != group }.map { patients[$0] }
      let marginals = try PopulationLearner.marginals(of: rest, names)
      correlation = PopulationLearner.correlation(PopulationLearner.normals(of: rest, marginals))
      targets = try Targets(rest + others, names, grid)
      left = PopulationLearner.normals(
        of: indices.filter { $0 % PopulationLearner.groups == group }.map { patients[$0] },
        marginals)
    }
  }

  /// Mean log density of those left out, less that of independent numbers; `nil` if a matrix is no
  /// correlation.
  private static func gain(
    _ folds: [Fold], _ targets: [Matrix], _ shrinkage: Double, count: Int
  ) -> Double? {
    var sum = 0.0
    for (fold, target) in zip(folds, targets) {
      guard let factor = try? CholeskyFactor(mixed(fold.correlation, target, shrinkage)) else {
        return nil
      }
      for z in fold.left {
        let white = factor.whitened(z)
        let squares = { (values: [Double]) in values.reduce(0) { $0 + $1 * $1 } }
        sum += -0.5 * (factor.logDeterminant + squares(white) - squares(z))
      }
    }
    return sum / Double(count)
  }

  fileprivate static func mixed(_ a: Matrix, _ b: Matrix, _ part: Double) -> Matrix {
    Matrix(
      rows: a.rows, columns: a.columns,
      elements: zip(a.elements, b.elements).map { (1 - part) * $0 + part * $1 })
  }

  fileprivate static func marginals(
    of patients: [[Double]], _ names: [String]
  ) throws(PopulationError) -> [PatientMarginal] {
    var marginals: [PatientMarginal] = []
    for (index, name) in names.enumerated() {
      guard let marginal = PatientMarginal(fitting: patients.map { $0[index] }) else {
        throw PopulationError(
          .degenerate, "\(name) is the same in all of \(patients.count) patients")
      }
      marginals.append(marginal)
    }
    return marginals
  }

  fileprivate static func normals(
    of patients: [[Double]], _ marginals: [PatientMarginal]
  ) -> [[Double]] {
    patients.map { zip($0, marginals).map { $1.normal(of: $0) } }
  }

  fileprivate static func correlation(_ rows: [[Double]]) -> Matrix {
    let n = Double(rows.count)
    let count = rows[0].count
    let means = (0..<count).map { column in rows.reduce(0) { $0 + $1[column] } / n }
    let scales = (0..<count).map { column in
      (rows.reduce(0) { $0 + ($1[column] - means[column]) * ($1[column] - means[column]) } / n)
        .squareRoot()
    }
    let standard = Matrix(
      rows.map { row in row.indices.map { (row[$0] - means[$0]) / scales[$0] } })
    var product = standard.transposed() * standard
    for index in product.elements.indices { product.elements[index] /= n }
    return product
  }

  /// b²/d² of Ledoit and Wolf for a target proportional to independence.
  private static func ledoitWolf(_ rows: [[Double]]) -> Double {
    let n = Double(rows.count)
    let s = correlation(rows)
    let p = Double(s.rows)
    let trace = (0..<s.rows).reduce(0) { $0 + s[$1, $1] } / p
    let energy = s.elements.reduce(0) { $0 + $1 * $1 }
    let distance = energy / p - trace * trace
    // Σ‖z zᵀ − S‖² = Σ (zᵀz)² − n ‖S‖² as S is their mean.
    let fourth = rows.reduce(0) { sum, z in
      let square = z.reduce(0) { $0 + $1 * $1 }
      return sum + square * square
    }
    let noise = (fourth / n - energy) / (n * p)
    return min(1, max(0, noise / distance))
  }
}

extension PatientMarginal {
  fileprivate func rounded(_ scale: Double) -> PatientMarginal {
    // Scales may be small: five digits of their own.
    let exponent = pow(10, (4 - log10(self.scale).rounded(.down)))
    return PatientMarginal(
      location: (location * scale).rounded() / scale,
      scale: (self.scale * exponent).rounded() / exponent, skew: skew, tail: tail)
  }
}
