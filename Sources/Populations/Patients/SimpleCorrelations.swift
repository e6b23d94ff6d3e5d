import Electrocardiogram
import LinearAlgebra
import RhythmLibrary

/// Correlations of kernel heights that are products of one of leads and one of kernels.
///
/// K = A ⊗ B: A is the mean over kernels of the correlations between leads, B the mean over leads of those
/// between kernels. Some thousand correlations are told by some hundred numbers, which few patients
/// suffice for. Landmarks are independent here.
enum SimpleCorrelations {
  /// The simple correlations nearest to the given ones in this sense.
  static func of(_ correlation: Matrix, grid: KernelGrid) -> Matrix {
    let (leads, kernels) = (Lead.independent.count, grid.count)
    let first = correlation.rows - leads * kernels
    var between = Matrix(rows: leads, columns: leads)
    var within = Matrix(rows: kernels, columns: kernels)
    func entry(_ lead: Int, _ kernel: Int, _ other: Int, _ next: Int) -> Double {
      correlation[first + lead * kernels + kernel, first + other * kernels + next]
    }
    for lead in 0..<leads {
      for other in 0..<leads {
        between[lead, other] =
          (0..<kernels).reduce(0) { $0 + entry(lead, $1, other, $1) } / Double(kernels)
      }
    }
    for kernel in 0..<kernels {
      for next in 0..<kernels {
        within[kernel, next] =
          (0..<leads).reduce(0) { $0 + entry($1, kernel, $1, next) } / Double(leads)
      }
    }
    var result = Matrix.identity(correlation.rows)
    for lead in 0..<leads {
      for other in 0..<leads {
        for kernel in 0..<kernels {
          for next in 0..<kernels {
            result[first + lead * kernels + kernel, first + other * kernels + next] =
              between[lead, other] * within[kernel, next]
          }
        }
      }
    }
    return result
  }
}
