import CSUNDIALS

/// Owner of the `SUNContext` of one solver; everything made with it keeps it alive, so it goes
/// last.
final class Context {
  /// Owned: from `SUNContext_Create`, freed here.
  let handle: SUNContext

  init() throws(SolverError) {
    var created: SUNContext?
    guard SUNContext_Create(nil, &created) == 0, let created else {
      throw SolverError(.outOfMemory, "SUNContext_Create failed. Free memory.")
    }
    handle = created
  }

  deinit {
    var owned: SUNContext? = handle
    SUNContext_Free(&owned)
  }
}

/// Owner of one serial `N_Vector`.
struct Vector: ~Copyable {
  /// Owned: from `N_VNew_Serial`, freed here.
  let handle: N_Vector
  let count: Int
  private let context: Context

  init(count: Int, context: Context) throws(SolverError) {
    guard let created = N_VNew_Serial(sunindextype(count), context.handle) else {
      throw SolverError(.outOfMemory, "A vector of \(count) could not be made. Free memory.")
    }
    handle = created
    self.count = count
    self.context = context
    N_VConst(0, created)
  }

  deinit { N_VDestroy(handle) }

  /// The elements, borrowed.
  var elements: UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: N_VGetArrayPointer(handle), count: count)
  }

  /// Overwrites the elements.
  func assign(_ values: some Collection<Double>) {
    precondition(values.count == count, "\(values.count) values for a vector of \(count)")
    for (index, value) in values.enumerated() { elements[index] = value }
  }
}

/// Owner of an array of equal vectors, as sensitivities are kept.
struct VectorArray: ~Copyable {
  /// Owned: from `N_VCloneVectorArray`, freed here.
  let handle: UnsafeMutablePointer<N_Vector?>
  let count: Int
  private let context: Context

  init(count: Int, like template: borrowing Vector, context: Context) throws(SolverError) {
    guard let created = N_VCloneVectorArray(Int32(count), template.handle) else {
      throw SolverError(.outOfMemory, "\(count) vectors could not be made. Free memory.")
    }
    handle = created
    self.count = count
    self.context = context
  }

  deinit { N_VDestroyVectorArray(handle, Int32(count)) }

  /// The elements of one vector, borrowed.
  func elements(_ index: Int, count: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: N_VGetArrayPointer(handle[index]), count: count)
  }
}

/// Owner of what solves the algebraic equations of a step.
///
/// CVODES borrows all of it: an `Integrator` lets go of it only after `CVodeFree`.
final class AlgebraicSolver {
  /// Owned; `nil` where CVODES makes its own Newton iteration.
  let fixedPoint: SUNNonlinearSolver?
  /// Owned; `nil` with functional iteration.
  let matrix: SUNMatrix?
  /// Owned; `nil` with functional iteration.
  let dense: SUNLinearSolver?
  private let context: Context

  /// Functional iteration for Adams, a dense matrix for BDF; with `sensitivities`, the functional
  /// iteration of so many sensitivity vectors together.
  init(
    _ method: IntegrationMethod, like vector: borrowing Vector, sensitivities: Int? = nil,
    context: Context
  ) throws(SolverError) {
    self.context = context
    let order = sunindextype(vector.count)
    switch (method, sensitivities) {
    case (.adams, let count?):
      fixedPoint = SUNNonlinSol_FixedPointSens(Int32(count), vector.handle, 0, context.handle)
      (matrix, dense) = (nil, nil)
    case (.adams, nil):
      fixedPoint = SUNNonlinSol_FixedPoint(vector.handle, 0, context.handle)
      (matrix, dense) = (nil, nil)
    case (.bdf, _):
      fixedPoint = nil
      matrix = SUNDenseMatrix(order, order, context.handle)
      dense = matrix == nil ? nil : SUNLinSol_Dense(vector.handle, matrix, context.handle)
    }
    guard method == .adams ? fixedPoint != nil : dense != nil else {
      throw SolverError(.outOfMemory, "A solver for \(order) equations could not be made.")
    }
  }

  deinit {
    if let dense { SUNLinSolFree(dense) }
    if let matrix { SUNMatDestroy(matrix) }
    if let fixedPoint { SUNNonlinSolFree(fixedPoint) }
  }
}
