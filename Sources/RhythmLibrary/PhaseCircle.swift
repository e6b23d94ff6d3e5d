import CardiacModel
import Electrocardiogram

/// Turns times after an event into phases: θ = 2π (t − t₀)/T.
struct PhaseCircle {
  /// Seconds of one turn, T.
  let period: Double
  /// The instant of phase 0 in seconds after the event, t₀.
  let origin: Double

  /// Kernels on the circle, for one source; every source has all of them.
  func waves(
    _ kernels: [Wave: [TimedKernel]], axis: Int, of belongs: (Wave) -> Bool
  ) -> [GaussianWave] {
    Wave.allCases.filter(belongs).flatMap { wave in
      (kernels[wave] ?? []).map { kernel in
        GaussianWave(
          wave: wave, phase: wrap(phase(kernel.time)), amplitude: kernel.amplitudes[axis],
          width: scale * kernel.width)
      }
    }
  }

  /// Plateaus on the circle, for one source; those without height there are left out.
  func plateaus(
    _ plateaus: [TimedPlateau], axis: Int, of belongs: (Wave) -> Bool
  ) -> [PlateauWave] {
    plateaus.filter { belongs($0.wave) && $0.amplitudes[axis] != 0 }.map { plateau in
      PlateauWave(
        wave: plateau.wave,
        onsetPhase: phase(plateau.onset), onsetWidth: scale * plateau.onsetWidth,
        offsetPhase: phase(plateau.offset), offsetWidth: scale * plateau.offsetWidth,
        amplitude: plateau.amplitudes[axis])
    }
  }

  /// Phases of a wave as times after the event.
  func times(_ wave: TimedWave) -> TimedWave {
    func time(_ phase: Double) -> Double { phase / scale + origin }
    return TimedWave(
      onset: wave.onset.map(time), peak: time(wave.peak), offset: wave.offset.map(time))
  }

  private var scale: Double { 2 * .pi / period }
  private func phase(_ time: Double) -> Double { scale * (time - origin) }
}
