import CardiacModel
import Electrocardiogram

extension BeatTrain {
  /// The sources in closed form, in double precision: exact where the relaxation is off.
  ///
  /// - Returns: Potentials in mV, `[sources, grid.count]`, row-major, with pulses.
  /// - Precondition: the heart has no relaxation.
  public func exactSources(on grid: SampleGrid) -> [Double] {
    precondition(heart.relaxationTime == nil, "the closed form needs the relaxation off")
    var rows = [Double]()
    rows.reserveCapacity(heart.sources.count * grid.count)
    for source in heart.sources {
      for time in grid.times {
        rows.append(
          source.value(
            atrialPhase: atrialClock.phase(at: time),
            ventricularPhase: ventricularClock.phase(at: time)))
      }
    }
    addStimuli(to: &rows, on: grid)
    return rows
  }

  /// Adds the pulses to the sources' rows.
  func addStimuli(to rows: inout [Double], on grid: SampleGrid) {
    for stimulus in stimuli {
      for (sample, share) in stimulus.shares(on: grid) {
        for source in heart.sources.indices {
          rows[source * grid.count + sample] += share * stimulus.amplitudes[source]
        }
      }
    }
  }

  /// Projects the sources' rows to the train's leads; limb leads follow from I and II.
  func project(_ rows: [Double], on grid: SampleGrid) -> [Double] {
    var all = [Double]()
    all.reserveCapacity(leads.count * grid.count)
    for lead in leads {
      guard let weights = weights(of: lead) else { continue }
      for sample in 0..<grid.count {
        var sum = 0.0
        for (source, weight) in weights.enumerated() where weight != 0 {
          sum += weight * rows[source * grid.count + sample]
        }
        all.append(sum)
      }
    }
    return all
  }
}
