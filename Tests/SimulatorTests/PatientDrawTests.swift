import CardiacModel
import Electrocardiogram
import Foundation
import RandomNumbers
import RhythmLibrary
import Simulator
import Testing

@Suite struct PatientDrawTests {
  let beat: BeatShape

  init() throws { beat = try RhythmCatalogue().rhythm(named: "stemi-anterior").beat }

  func drawn(_ seed: UInt64, _ change: (inout PatientScatter) -> Void) -> BeatShape {
    var scatter = PatientScatter()
    change(&scatter)
    var random = Philox(seed: seed)
    return beat.drawn(from: scatter, using: &random)
  }

  /// The standard deviation of a number over many patients.
  func spread(_ scatter: (inout PatientScatter) -> Void, _ value: (BeatShape) -> Double) -> Double {
    let values = (0..<300).map { value(drawn(UInt64($0), scatter)) }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  @Test func withoutScatterThePatientIsThePreset() {
    let patient = drawn(1) { _ in }
    for (wave, kernels) in beat.kernels {
      for (a, b) in zip(kernels, patient.kernels[wave] ?? []) {
        // J and the time after it are added again.
        #expect(abs(a.time - b.time) < 1e-15 && a.width == b.width && a.amplitudes == b.amplitudes)
      }
    }
    #expect(abs((patient.tWave?.offset ?? 9) - (beat.tWave?.offset ?? -9)) < 1e-12)
  }

  @Test func oneSeedIsOnePatient() {
    let all: (inout PatientScatter) -> Void = {
      $0.qrsSize = 0.1; $0.kernelSize = 0.1
    }
    #expect(drawn(7, all) == drawn(7, all))
    #expect(drawn(7, all) != drawn(8, all))
  }

  @Test func drawsHaveTheSpreadThatIsAskedFor() {
    // A normal draw cut at two standard deviations keeps 0.880 of one; 300 draws know it to 4 %.
    let cut = 0.880
    let height = spread({ $0.qrsSize = 0.1 }) {
      ($0.kernels[.QRS]?[1].amplitudes[0] ?? 0) / (beat.kernels[.QRS]?[1].amplitudes[0] ?? 1)
    }
    #expect(abs(height - 0.1 * cut) < 0.015)
    let qrs = spread({ $0.qrsDuration = 0.05 }) { shape in
      ((shape.qrs?.offset ?? 0) - (shape.qrs?.onset ?? 0))
        / ((beat.qrs?.offset ?? 1) - (beat.qrs?.onset ?? 0))
    }
    #expect(abs(qrs - 0.05 * cut) < 0.0075)
    let axis = spread({ $0.axis = 0.2 }) { shape in
      let kernel = shape.kernels[.QRS]?[1].amplitudes ?? [1, 0]
      return atan2(kernel[1], kernel[0])
    }
    #expect(abs(axis - 0.2 * cut) < 0.03)
  }

  @Test func nothingGoesBeyondTwoDeviations() {
    for seed in 0..<300 {
      let patient = drawn(UInt64(seed)) { $0.repolarisation = 0.1 }
      let (j, end) = (beat.qrs?.offset ?? 0, beat.tWave?.offset ?? 0)
      let factor = ((patient.tWave?.offset ?? 0) - j) / (end - j)
      #expect((0.79...1.21).contains(factor), "seed \(seed): \(factor)")
    }
  }

  @Test func kernelsOfAWaveGrowTogetherAndTWithQRS() {
    let patients = (0..<300).map { seed in
      drawn(UInt64(seed)) {
        ($0.pSize, $0.qrsSize, $0.tSize) = (0.1, 0.1, 0.1)
      }
    }
    func sizes(_ wave: Wave, _ index: Int) -> [Double] {
      patients.map { patient in
        (patient.kernels[wave]?[index].amplitudes[0] ?? 0)
          / (beat.kernels[wave]?[index].amplitudes[0] ?? 1) - 1
      }
    }
    func correlation(_ a: [Double], _ b: [Double]) -> Double {
      func product(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
    }
    #expect(abs(correlation(sizes(.QRS, 0), sizes(.QRS, 1)) - 1) < 1e-9)
    // 0.54 as stated; 300 pairs know it to 0.04.
    #expect(abs(correlation(sizes(.QRS, 0), sizes(.T, 0)) - 0.54) < 0.13)
    #expect(abs(correlation(sizes(.QRS, 0), sizes(.P, 0))) < 0.2)
  }

  /// Currents of injury begin before J and must stay complete there when QRS is drawn out.
  @Test func injuryStaysCompleteAtJ() {
    for seed in 0..<50 {
      let patient = drawn(UInt64(seed)) { $0.qrsDuration = 0.1 }
      let j = patient.qrs?.offset ?? 0
      #expect(patient.plateaus.allSatisfy { $0.unitValue(at: j) > 0.95 })
    }
  }

  @Test func aSwingTurnsAndScalesButMovesNoWave() {
    let swing = HeartSwing(size: 1.1, angle: 0.3)
    let seen = beat.seen(in: swing)
    let again = BeatShape(
      basis: seen.basis, atRatePerMinute: seen.atRatePerMinute, kernels: seen.kernels,
      plateaus: seen.plateaus)
    for (a, b) in [(seen.qrs, again.qrs), (seen.pWave, again.pWave), (seen.tWave, again.tWave)] {
      // Rounding of a turned magnitude; the boundaries are bisected to 1e-12 of a turn.
      #expect(abs((a?.onset ?? 9) - (b?.onset ?? -9)) < 1e-6)
      #expect(abs((a?.offset ?? 9) - (b?.offset ?? -9)) < 1e-6)
    }
    let (old, new) = (
      beat.kernels[.QRS]?[1].amplitudes ?? [], seen.kernels[.QRS]?[1].amplitudes ?? []
    )
    #expect(abs(new[2] - 1.1 * old[2]) < 1e-12)
    let turned = atan2(new[1], new[0]) - atan2(old[1], old[0])
    // From the left towards the foot, as axes are counted.
    #expect(abs(turned - 0.3) < 1e-12)
  }

  @Test func leadsThatAreSourcesDoNotTurn() {
    let shape = BeatShape(
      basis: .leads([.I, .II]), atRatePerMinute: 60,
      kernels: [.QRS: [TimedKernel(time: 0.04, width: 0.01, amplitudes: [1, 0.5])]])
    let seen = shape.seen(in: HeartSwing(size: 2, angle: 1))
    #expect(seen.kernels[.QRS]?[0].amplitudes == [2, 1])
  }
}
