import CardiacModel
import Electrocardiogram
import Simulator

/// The kernels of many hearts as rows of equal length.
///
/// Hearts of a batch may differ in sources (a dipole's axes, eight leads) and in kernels: rows are filled
/// up with kernels of height 0, which add nothing to a value or a gradient.
struct ParameterTable {
  let sources, waves, plateaus: Int
  private(set) var amplitudes: [Double] = []
  private(set) var phases: [Double] = []
  private(set) var widths: [Double] = []
  private(set) var angularVelocities: [Double] = []
  private(set) var plateauAmplitudes: [Double] = []
  private(set) var plateauPhases: [Double] = []
  private(set) var halfLengths: [Double] = []
  private(set) var onsetWidths: [Double] = []
  private(set) var offsetWidths: [Double] = []
  private(set) var plateauVelocities: [Double] = []
  private(set) var baselines: [Double] = []
  private(set) var projections: [Double] = []

  init(_ trains: [BeatTrain], leads: [Lead]) {
    let all = trains.flatMap(\.heart.sources)
    sources = trains.map(\.heart.sources.count).max() ?? 0
    waves = max(1, all.map(\.waves.count).max() ?? 0)
    plateaus = all.map(\.plateaus.count).max() ?? 0
    for train in trains { add(train, leads) }
  }

  private mutating func add(_ train: BeatTrain, _ leads: [Lead]) {
    let clocks = ClocksAtR(train)
    for index in 0..<sources {
      let source =
        train.heart.sources.indices.contains(index)
        ? train.heart.sources[index] : Source(waves: [])
      baselines.append(source.baseline)
      add(source.waves, clocks)
      add(source.plateaus, clocks)
    }
    for lead in leads {
      guard let weights = train.weights(of: lead) else {
        preconditionFailure("the heart has \(train.leads), not \(lead)")
      }
      projections += weights + [Double](repeating: 0, count: sources - weights.count)
    }
  }

  private mutating func add(_ kernels: [GaussianWave], _ clocks: ClocksAtR) {
    for index in 0..<waves {
      guard kernels.indices.contains(index) else {
        amplitudes.append(0)
        phases.append(0)
        widths.append(1)
        angularVelocities.append(1)
        continue
      }
      let (kernel, clock) = (kernels[index], clocks.clock(of: kernels[index].wave))
      amplitudes.append(kernel.amplitude)
      phases.append(wrap(kernel.phase - clock.phase))
      widths.append(kernel.width)
      angularVelocities.append(clock.angularVelocity)
    }
  }

  private mutating func add(_ kernels: [PlateauWave], _ clocks: ClocksAtR) {
    for index in 0..<plateaus {
      guard kernels.indices.contains(index) else {
        for list in [\Self.plateauAmplitudes, \.plateauPhases] { self[keyPath: list].append(0) }
        for list in [\Self.halfLengths, \.onsetWidths, \.offsetWidths, \.plateauVelocities] {
          self[keyPath: list].append(1)
        }
        continue
      }
      let (kernel, clock) = (kernels[index], clocks.clock(of: kernels[index].wave))
      plateauAmplitudes.append(kernel.amplitude)
      plateauPhases.append(wrap((kernel.onsetPhase + kernel.offsetPhase) / 2 - clock.phase))
      halfLengths.append((kernel.offsetPhase - kernel.onsetPhase) / 2)
      onsetWidths.append(kernel.onsetWidth)
      offsetWidths.append(kernel.offsetWidth)
      plateauVelocities.append(clock.angularVelocity)
    }
  }
}

/// Phase and speed of both circles at the R peak.
private struct ClocksAtR {
  private let atrial, ventricular: (phase: Double, angularVelocity: Double)

  init(_ train: BeatTrain) {
    let r = train.ventricularClock.firstTime(of: 0)
    atrial = (train.atrialClock.phase(at: r), train.atrialClock.angularVelocity)
    ventricular = (0, train.ventricularClock.angularVelocity)
  }

  func clock(of wave: Wave) -> (phase: Double, angularVelocity: Double) {
    wave.isAtrial ? atrial : ventricular
  }
}
