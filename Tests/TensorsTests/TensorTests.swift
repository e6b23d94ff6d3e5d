import Tensors
import Testing

@Suite struct TensorTests {
  @Test func elementsComeBackAsTheyWent() throws {
    #expect(
      try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]).elements() == [1, 2, 3, 4, 5, 6]
        as [Float])
    #expect(try Tensor([1.5, -2] as [Double]).elements() == [1.5, -2] as [Double])
    #expect(try Tensor([7, .min] as [Int64]).elements() == [7, Int64.min])
    #expect(try Tensor([true, false]).elements() == [true, false])
    #expect(try Tensor([Float](), shape: [0, 3]).floats().isEmpty)
    #expect(try Tensor(2.5).number() == 2.5)
  }

  @Test func shapesAndTypesAreAsAsked() throws {
    let tensor = try Tensor.zeros([2, 0, 5], dataType: .int64)
    #expect(tensor.shape == [2, 0, 5])
    #expect(tensor.rank == 3)
    #expect(tensor.count == 0)
    #expect(tensor.size(-1) == 5)
    #expect(tensor.dataType == .int64)
    #expect(tensor.device == .cpu)
    #expect(tensor.description == "int64 [2, 0, 5] on cpu")
    #expect(try Tensor.ones([2]).floats() == [1, 1])
    #expect(try Tensor.range(from: 3, to: 0, by: -1).floats() == [3, 2, 1])
    #expect(try Tensor.full(2, shape: [1], dataType: .float64).doubles() == [2])
  }

  @Test func viewsShareElementsAndCopiesDoNot() throws {
    let tensor = try Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
    let view = try tensor.transposed()
    #expect(view.sharesStorage(with: tensor))
    #expect(!view.isContiguous)
    #expect(try view.floats() == [1, 3, 2, 4])
    #expect(try !view.contiguous().sharesStorage(with: tensor))
    #expect(try !tensor.copy().sharesStorage(with: tensor))
    try view.select(0, at: 1).fill(9)
    #expect(try tensor.floats() == [1, 9, 3, 9])
  }

  @Test func conversionsCutAndCompare() throws {
    let tensor = try Tensor([-1.7, 0, 2.9] as [Float])
    #expect(try tensor.converted(to: .int64).elements() == [-1, 0, 2] as [Int64])
    #expect(try tensor.converted(to: .bool).elements() == [true, false, true])
    #expect(try tensor.converted(to: .float64).dataType == .float64)
  }

  @Test func numbersDoNotWidenATensor() throws {
    #expect(try (Tensor([1] as [Float]) * 0.1).dataType == .float32)
    #expect(try (Tensor([1] as [Float]) * Tensor([1] as [Double])).dataType == .float64)
  }

  @Test func comparisonsAndTheirUnions() throws {
    let (a, b) = (try Tensor([1, 2, 3] as [Float]), try Tensor([3, 2, 1] as [Float]))
    #expect(try (a .== b).elements() == [false, true, false])
    #expect(try (a .< b).elements() == [true, false, false])
    #expect(try (a .<= b).elements() == [true, true, false])
    #expect(try (a .> b).elements() == [false, false, true])
    #expect(try (a .>= b).elements() == [false, true, true])
    #expect(try ((a .> 1) .& (a .< 3)).elements() == [false, true, false])
    #expect(try ((a .<= 1) .| (a .>= 3)).elements() == [true, false, true])
    #expect(try (.!(a .== 2)).elements() == [true, false, true])
    #expect(try (a .> 0).all())
    #expect(try !(a .> 3).any())
    #expect(
      try Tensor([1, .nan, .infinity] as [Float]).isFinite().elements() == [true, false, false])
  }

  @Test func orderAndPlaceOfElements() throws {
    let tensor = try Tensor([2, 1, 2, 0] as [Float])
    #expect(try tensor.sortingOrder(along: 0).elements() == [3, 1, 0, 2] as [Int64])
    #expect(try tensor.indexOfLargest(along: 0).elements() == [0] as [Int64])
  }

  @Test func elementsCanBeLentWithoutACopy() throws {
    let tensor = try Tensor([1, 2, 3] as [Double])
    let sum = tensor.withElements(as: Double.self) { span in
      var sum = 0.0
      for k in span.indices { sum += span[k] }
      return sum
    }
    #expect(sum == 6)
  }

  @Test func mistakesOfShapeAreErrorsThatShowTheShapes() throws {
    let (a, b) = (try Tensor.zeros([2, 3]), try Tensor.zeros([4, 5], dataType: .float64))
    let error = try #require(throws: TensorError.self) { try a.matrixProduct(b) }
    #expect(error.code == .refused)
    #expect(error.description.contains("matmul of float32 [2, 3] and float64 [4, 5]: "))
    let sum = try #require(throws: TensorError.self) { try a + b }
    #expect(
      sum.description.contains("sum of float32 [2, 3] and float64 [4, 5]: The size of tensor a"))
    let convolution = try #require(throws: TensorError.self) {
      try Tensor.zeros([1, 2, 9]).convolved(.zeros([3, 4, 5]), nil)
    }
    #expect(
      convolution.description.hasPrefix(
        "convolution of float32 [1, 2, 9], float32 [3, 4, 5] and nothing: "))
    let list = try #require(throws: TensorError.self) {
      try Tensor.concatenation(of: [a, b, a], along: 0)
    }
    #expect(
      list.description.hasPrefix(
        "concatenation of float32 [2, 3], float64 [4, 5] and float32 [2, 3]: "))
  }

  @Test func everyCallReportsItsErrors() throws {
    let a = try Tensor.zeros([2, 3])
    let wrong: [@Sendable () throws -> Void] = [
      { _ = try a.reshaped(5) }, { _ = try a.expanded(to: [3, 3]) }, { _ = try a.permuted(0, 0) },
      { _ = try a.transposed(0, 4) }, { _ = try a.unsqueezed(9) }, { _ = try a.squeezed(0) },
      { _ = try a.select(0, at: 2) }, { _ = try a.select(0, at: Tensor([7] as [Int64])) },
      { _ = try a.gathered(1, at: Tensor([0] as [Int64])) }, { _ = try a.windows(1, size: 4) },
      { _ = try a.padded(left: 1, right: 1, .reflection).padded(left: 9, right: 0, .reflection) },
      { _ = try a.sum(5) }, { _ = try a.softmax(along: 7) },
      { _ = try a.linear(.zeros([4, 4]), nil) },
      { _ = try a.groupNormalized(groups: 2, weight: nil, bias: nil) },
      { _ = try a.layerNormalized(weight: .zeros([4]), bias: nil) },
      { _ = try a.interpolated(to: 3, .linear) },
      { _ = try a.transposeConvolved(.zeros([1, 1, 1]), nil) },
      { _ = try Tensor.stack(of: [a, .zeros([1])]) }, { try a.copy(from: .zeros([3, 2])) },
      { try a.backward() }, { try a.sum().backward() },
      { _ = try a.gradients(withRespectTo: [a]) },
      { try Tensor([1] as [Int64]).requiringGradient() },
      { try a.combine(1, adding: 1, times: .zeros([7])) },
      { try a.setGradient(.zeros([7])) },
    ]
    for (k, call) in wrong.enumerated() {
      let error = try #require(throws: TensorError.self, "call \(k)") { try call() }
      #expect(error.code == .refused, "call \(k): \(error)")
    }
  }

  @Test func moreThanTheMemoryIsAnErrorOfItsOwn() throws {
    let error = try #require(throws: TensorError.self) { try Tensor.zeros([1 << 46]) }
    #expect(error.code == .outOfMemory)
  }

  @Test func devicesAreFoundByName() throws {
    #expect(try Device(named: "cpu") == .cpu)
    #expect(try Device(named: "auto") == (Device.cudaCount > 0 ? .cuda(0) : .cpu))
    for name in ["gpu", "cuda:", "cuda:x", "cuda:99", "cuda:-1", "", "cpu:0"] {
      let error = try #require(throws: TensorError.self) { try Device(named: name) }
      #expect(error.code == .noDevice)
    }
    try Device.cpu.synchronize()
  }
}
