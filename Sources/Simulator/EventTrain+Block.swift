import Electrocardiogram

extension EventTrain {
  /// The same events told from another instant on.
  ///
  /// - Parameter start: The instant that becomes time 0, in seconds.
  /// - Returns: A train whose sample 0 is that instant.
  public func from(_ start: Double) -> EventTrain {
    guard start != 0 else { return self }
    var train = self
    for index in activations.indices { train.activations[index].time -= start }
    for index in stimuli.indices { train.stimuli[index].pulse.time -= start }
    for index in oscillations.indices { train.oscillations[index].clock += start }
    return train
  }
}
