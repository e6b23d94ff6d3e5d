import Electrocardiogram
import LeadProjection
import LinearAlgebra
import Testing

@Suite struct LearnedProjectionTests {
  @Test func aLinearMapIsFoundExactly() throws {
    let x = (0..<200).map { Double($0 % 17) - 3 }
    let y = (0..<200).map { Double(($0 * $0) % 23) }
    let output = zip(x, y).map { 2 * $0 - 0.5 * $1 + 4 }
    let learned = try LearnedProjection(from: [x, y], to: [output], samples: 0..<100)
    #expect(abs(learned.weights[0, 0] - 2) < 1e-12 && abs(learned.weights[0, 1] + 0.5) < 1e-12)
    let determination = learned.determination(from: [x, y], of: [output], samples: 100..<200)
    #expect(abs(determination[0] - 1) < 1e-12)
  }

  @Test func anUnrelatedOutputIsNotDetermined() throws {
    let x = (0..<400).map { Double(($0 * 7919) % 101) }
    let y = (0..<400).map { Double(($0 * 104_729 + 17) % 97) }
    let learned = try LearnedProjection(from: [x], to: [y], samples: 0..<200)
    #expect(learned.determination(from: [x], of: [y], samples: 200..<400)[0] < 0.1)
  }

  /// The published inverse Dower is the pseudo-inverse of Dower's rows within 0.0005.
  @Test func inverseDowerIsThePseudoInverseOfDower() throws {
    let dower = DipoleProjection.dower
    let pseudo = try SingularValueDecomposition(
      Matrix(rows: 8, columns: 3, elements: dower.weights)
    ).pseudoInverse(relativeTolerance: 1e-12)
    let published = DipoleEstimate.inverseDower
    for (column, lead) in published.leads.enumerated() {
      let row = Lead.independent.firstIndex(of: lead)!
      for axis in 0..<3 {
        #expect(abs(published.weights[axis * 8 + column] - pseudo[axis, row]) <= 5.5e-4)
      }
    }
  }
}
