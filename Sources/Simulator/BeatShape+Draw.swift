import CardiacModel
import Electrocardiogram
public import RandomNumbers
public import RhythmLibrary

extension BeatShape {
  /// Correlation of the sizes of QRS and T between people.
  ///
  /// 0.54 for R and T in V5 in 167 normal records of PTB-XL, measured for this project.
  private static let correlationOfQRSAndT = 0.54

  /// The beat of a patient drawn at random.
  ///
  /// - Parameters:
  ///   - scatter: Standard deviations between patients.
  ///   - random: The record's generator.
  /// - Returns: A beat with kernels of the same number; its waves have their own times.
  public func drawn(from scatter: PatientScatter, using random: inout Philox) -> BeatShape {
    let (q, t) = (random.cutNormal(), random.cutNormal())
    let correlation = Self.correlationOfQRSAndT
    let sizes = [
      Wave.QRS: 1 + scatter.qrsSize * q, .P: 1 + scatter.pSize * random.cutNormal(),
      .T: 1 + scatter.tSize
        * (correlation * q + (1 - correlation * correlation).squareRoot() * t),
    ]
    let atrial = 1 + scatter.pDuration * random.cutNormal()
    let ventricular = 1 + scatter.qrsDuration * random.cutNormal()
    let late = 1 + scatter.repolarisation * random.cutNormal()
    let j = qrs?.offset ?? 0
    /// Times after J follow repolarisation, those before it QRS.
    func time(_ time: Double, of wave: Wave) -> Double {
      if wave.isAtrial { return atrial * time }
      return time <= j ? ventricular * time : ventricular * j + late * (time - j)
    }
    func width(_ width: Double, at time: Double, of wave: Wave) -> Double {
      width * (wave.isAtrial ? atrial : time <= j ? ventricular : late)
    }
    var kernels: [Wave: [TimedKernel]] = [:]
    // In the order of the waves, so that one seed gives one patient.
    for wave in Wave.allCases {
      let size = sizes[wave] ?? sizes[.T] ?? 1
      kernels[wave] = self.kernels[wave]?.map { kernel in
        let height = size * (1 + scatter.kernelSize * random.cutNormal())
        return TimedKernel(
          time: time(kernel.time, of: wave), width: width(kernel.width, at: kernel.time, of: wave),
          amplitudes: kernel.amplitudes.map { height * $0 })
      }
    }
    let plateaus = self.plateaus.map { plateau in
      var drawn = plateau
      drawn.onset = time(plateau.onset, of: plateau.wave)
      drawn.onsetWidth = width(plateau.onsetWidth, at: plateau.onset, of: plateau.wave)
      drawn.offset = time(plateau.offset, of: plateau.wave)
      drawn.offsetWidth = width(plateau.offsetWidth, at: plateau.offset, of: plateau.wave)
      drawn.amplitudes = plateau.amplitudes.map { (sizes[plateau.wave] ?? 1) * $0 }
      return drawn
    }
    return BeatShape(
      basis: basis, atRatePerMinute: atRatePerMinute, kernels: kernels, plateaus: plateaus
    ).seen(in: HeartSwing(size: 1, angle: scatter.axis * random.cutNormal()))
  }
}

extension Rhythm {
  /// The rhythm of a patient: all its beats are scattered alike.
  public func drawn(from scatter: PatientScatter, using random: Philox) -> Rhythm {
    func drawn(_ beat: BeatShape) -> BeatShape {
      var random = random
      return beat.drawn(from: scatter, using: &random)
    }
    var rhythm = self
    rhythm.beat = drawn(beat)
    rhythm.beats = beats.mapValues(drawn)
    return rhythm
  }
}

extension RandomNumberGenerator {
  /// A number drawn from the standard normal distribution, again until it lies within ±2.
  mutating func cutNormal() -> Double {
    while true {
      let number = normal()
      if abs(number) <= 2 { return number }
    }
  }
}
