import Diffusion
import Tensors
import Testing

@Suite struct NoiseScheduleTests {
  /// ᾱ of diffusers' schedulers, in single precision there: relative 2e-5.
  @Test(arguments: [
    ("linear", 0, 0.99915), ("linear", 99, 0.869053), ("linear", 249, 0.570866),
    ("linear", 499, 0.161812), ("linear", 749, 0.022729), ("linear", 999, 0.00157896),
    ("cosine", 0, 0.99995872), ("cosine", 99, 0.9720927), ("cosine", 249, 0.8470122),
    ("cosine", 499, 0.4938436), ("cosine", 749, 0.1442721), ("cosine", 998, 2.42877e-6),
    ("cosine", 999, 2.42877e-9),
  ])
  func sharesAreThePublishedOnes(name: String, step: Int, share: Double) {
    let schedule = name == "linear" ? NoiseSchedule.linear() : .cosine()
    #expect(schedule.steps == 1000)
    #expect(abs(schedule.signalShares[step] - share) < 2e-5 * share)
  }

  @Test func theEndIsPrintedAsSignalLeft() {
    // √ᾱ at the end as published for the linear schedule, in four digits.
    #expect(abs(NoiseSchedule.linear().finalSignal - 0.03974) < 5e-6)
    let schedule = NoiseSchedule(noiseVariances: [0.5, 0.5])
    #expect(schedule.signalShares == [0.5, 0.25])
    #expect(schedule.signalToNoise(at: 1) == 1 / 3.0)
  }

  @Test func noisingAndItsInverse() throws {
    let schedule = NoiseSchedule.cosine()
    var generator = TensorGenerator(seed: 1)
    let signal = try generator.normal([3, 4, 16])
    let noise = try generator.normal([3, 4, 16])
    let steps = try Tensor([0, 499, 900] as [Int64])
    let noised = try schedule.noised(signal, with: noise, at: steps)
    let share = schedule.signalShares[499]
    let expected =
      try signal.select(0, at: 1) * share.squareRoot()
      + noise.select(0, at: 1) * (1 - share).squareRoot()
    #expect(try noised.select(0, at: 1).distance(to: expected) < 1e-6)
    // √ᾱ is 0.16 at step 900: rounding of 1e-7 grows sixfold.
    let found = try schedule.signal(in: noised, predictedNoise: noise, at: steps)
    #expect(try found.distance(to: signal) < 5e-6)
    #expect(throws: TensorError.self) {
      try schedule.noised(signal, with: noise, at: Tensor([0, 1, 1000] as [Int64]))
    }
  }
}
