/// White noise as one of the artefacts: independent normal numbers at each electrode.
extension WhiteNoise: ElectrodeArtefact {
  /// Draws it with its standard deviation, from numbers of its own.
  @discardableResult
  public func draw(
    into signals: inout ElectrodeSignals, at electrodes: [Electrode], using stream: NoiseStream
  ) -> [NoiseEvent] {
    stream.fillNormal(part: 1, &signals.samples)
    if standardDeviation != 1 {
      for index in signals.samples.indices { signals.samples[index] *= Float(standardDeviation) }
    }
    return []
  }
}
