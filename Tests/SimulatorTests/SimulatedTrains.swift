import CardiacModel
import Electrocardiogram
import LeadProjection
import RandomNumbers
import Simulator
import TestSupport

/// Trains that exercise every path of the simulators.
enum SimulatedTrains {
  /// The published adult dipole at one rate, both circles locked.
  static func dipole(heartRate: Double = 60) -> BeatTrain {
    let period = 60 / heartRate
    let clock = PhaseClock(zeroAt: 0.4 * period, period: period)
    return BeatTrain(
      heart: PublishedDipole.adult, atrialClock: clock, ventricularClock: clock)
  }

  /// The same with an injury current and an atrium that beats on its own.
  static func dissociated() -> BeatTrain {
    var train = dipole()
    train.atrialClock = PhaseClock(zeroAt: 0.11, period: 0.71)
    for (axis, amplitude) in [0.05, 0.01, -0.2].enumerated() {
      train.heart.sources[axis].plateaus = [
        PlateauWave(
          wave: .T, onsetPhase: 0.2, onsetWidth: 0.05, offsetPhase: 1.3, offsetWidth: 0.25,
          amplitude: amplitude)
      ]
    }
    return train
  }

  /// Eight independent leads with seven random kernels each.
  static func eightLeads(seed: UInt64) -> BeatTrain {
    var random = Philox(seed: seed)
    let sources = Lead.independent.map { _ in
      Source(
        baseline: 0.05 * random.normal(),
        waves: (0..<7).map { index in
          GaussianWave(
            wave: index == 0 ? .P : index < 5 ? .QRS : .T,
            phase: -1 + 0.4 * Double(index) + 0.1 * random.normal(),
            amplitude: random.normal(), width: 0.04 + 0.2 * random.uniform())
        })
    }
    let clock = PhaseClock(zeroAt: 0.4, period: 1)
    return BeatTrain(
      heart: Heart(basis: .leads(Lead.independent), sources: sources), atrialClock: clock,
      ventricularClock: clock)
  }

  /// The classic beat in lead II, relaxation on, at unit scale.
  static func classic(relaxationTime: Double? = 1) -> BeatTrain {
    let rows: [(Wave, Double, Double, Double)] = [
      (.P, 1.2, 0.25, -70), (.QRS, -5, 0.1, -15), (.QRS, 30, 0.1, 0), (.QRS, -7.5, 0.1, 15),
      (.T, 0.75, 0.4, 100),
    ]
    let beat = ClassicBeat(
      waves: rows.map {
        ClassicWave(wave: $0.0, strength: $0.1, width: $0.2, phase: $0.3 * .pi / 180)
      },
      angularVelocity: 2 * .pi, relaxationTime: relaxationTime)
    let clock = PhaseClock(phaseAtStart: -.pi, angularVelocity: 2 * .pi)
    return BeatTrain(
      heart: Heart(basis: .leads([.II]), sources: [beat.source()], relaxationTime: relaxationTime),
      atrialClock: clock, ventricularClock: clock)
  }
}
