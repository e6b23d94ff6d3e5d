import Foundation
import Tensors
import TestSupport
import Testing

@Suite(.enabled(if: TorchPython.isPresent, Comment(rawValue: TorchPython.hint)))
struct OperatorTests {
  /// What PyTorch computed, once.
  static let oracle = Result {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try TorchPython.run(PackageRoot.path("Tests/TensorsTests/Oracles/operators.py"), [path])
    // The mapping outlives the file's name.
    return try SafetensorsFile(path: path)
  }

  /// A case: its inputs, which ask for gradients, and what PyTorch made of them.
  struct Case {
    var inputs: [Tensor] = []
    var gradients: [Tensor] = []
    let output, weight: Tensor

    init(_ name: String) throws {
      let file = try oracle.get()
      output = try file.tensor("\(name)/output")
      weight = try file.tensor("\(name)/weight")
      while file["\(name)/input\(inputs.count)"] != nil {
        gradients.append(try file.tensor("\(name)/gradient\(inputs.count)"))
        inputs.append(
          try file.tensor("\(name)/input\(inputs.count)").copy().requiringGradient())
      }
    }
  }

  @Test func bothSidesKnowTheSameCases() throws {
    let names = try Self.oracle.get().header.entries.map { $0.name.split(separator: "/")[0] }
    #expect(Set(names.map(String.init)) == Set(OperatorCases.all.keys))
  }

  /// Both run the kernels of libtorch, though maybe of different builds: a few units in the last place.
  @Test(arguments: OperatorCases.all.keys.sorted())
  func valuesAndGradientsAreThoseOfPyTorch(_ name: String) throws {
    let (known, run) = (try Case(name), try #require(OperatorCases.all[name]))
    let output = try run(known.inputs)
    #expect(output.shape == known.output.shape)
    #expect(try output.distance(to: known.output) < 1e-13)
    let gradients = try (output * known.weight).sum().gradients(withRespectTo: known.inputs)
    for (mine, theirs) in zip(gradients, known.gradients) {
      // Where PyTorch says zero, `nil` says that nothing depends on it.
      #expect(try (mine ?? theirs.zerosLike()).distance(to: theirs) < 1e-13)
    }
  }

  @Test(arguments: OperatorCases.all.keys.sorted())
  func gradientsAreThoseOfFiniteDifferences(_ name: String) throws {
    let (known, run) = (try Case(name), try #require(OperatorCases.all[name]))
    try GradientCheck.expect(of: known.inputs) { try (run($0) * known.weight).sum() }
  }
}
