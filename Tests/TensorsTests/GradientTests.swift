import Tensors
import Testing

@Suite struct GradientTests {
  @Test func backwardAddsUp() throws {
    let x = try Tensor([1, 2] as [Float]).requiringGradient()
    #expect(x.gradient == nil)
    for pass in 1...2 {
      try x.squared().sum().backward()
      #expect(try x.gradient?.floats() == [2 * Float(pass), 4 * Float(pass)])
    }
    try x.setGradient(nil)
    #expect(x.gradient == nil)
    try x.setGradient(.ones([2]))
    #expect(try x.gradient?.floats() == [1, 1])
  }

  @Test func theRecordIsGoneAfterAPassUnlessKept() throws {
    let x = try Tensor([1, 2] as [Float]).requiringGradient()
    let y = try x.exponential().sum()
    try y.backward(keepingGraph: true)
    try y.backward()
    #expect(throws: TensorError.self) { try y.backward() }
  }

  @Test func nothingIsRecordedWhereItIsNotWanted() throws {
    let x = try Tensor([3] as [Float]).requiringGradient()
    #expect(x.requiresGradient)
    #expect(try !x.detached().requiresGradient)
    #expect(try !withoutGradients { try (x * 2).requiresGradient })
    #expect(try (x * 2).requiresGradient)
    // Also after an error.
    #expect(throws: TensorError.self) {
      try withoutGradients { _ = try x + Tensor.zeros([2, 2]).reshaped(3) }
    }
    #expect(try (x * 2).requiresGradient)
  }

  @Test func gradientsCanBeDifferentiatedAgain() throws {
    // x^3: 3x^2, 6x
    let x = try Tensor([2, 5] as [Double]).requiringGradient()
    let first = try #require(
      try x.power(3).sum().gradients(withRespectTo: [x], recording: true)[0])
    let second = try #require(try first.sum().gradients(withRespectTo: [x])[0])
    #expect(try first.doubles() == [12, 75])
    #expect(try second.doubles() == [12, 30])
  }

  @Test func inputsWithoutInfluenceHaveNoGradient() throws {
    let x = try Tensor([1] as [Float]).requiringGradient()
    let y = try Tensor([1] as [Float]).requiringGradient()
    let gradients = try (x * 3).gradients(withRespectTo: [x, y], weight: Tensor([2] as [Float]))
    #expect(try gradients[0]?.floats() == [6])
    #expect(gradients[1] == nil)
  }

  @Test func changesInPlace() throws {
    let x = try Tensor([1, 2] as [Float]).requiringGradient()
    try x.copy(from: Tensor([3, 4] as [Double]))
    try x.combine(0.5, adding: 2, times: Tensor([1, 10] as [Float]))
    #expect(try x.floats() == [3.5, 22])
    try x.fill(0)
    #expect(try x.floats() == [0, 0])
    #expect(x.requiresGradient)
  }

  @Test func formulasKeepTheirFirstError() throws {
    let x = DeferredTensor(try Tensor([4, 9] as [Double]))
    let y = 1 + 2 * DeferredTensor.squareRoot(x) - x / x * -x
    #expect(try y.tensor().doubles() == [9, 16])
    let rest =
      DeferredTensor.floor(x) + DeferredTensor.truncate(x) + DeferredTensor.exponential(x)
      + DeferredTensor.errorFunction(x)
    #expect(try rest.tensor().shape == [2])
    let bad = x + DeferredTensor(try Tensor.zeros([3], dataType: .float64))
    let error = try #require(throws: TensorError.self) {
      try DeferredTensor.exponential(-bad * x).tensor()
    }
    #expect(error.description.hasPrefix("sum of float64 [2] and float64 [3]"))
  }
}
