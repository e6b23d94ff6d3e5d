/// An artefact that is added to the potentials of the electrodes.
///
/// What it draws has the artefact's shape but no level: `NoiseGenerator` removes the means and scales
/// it.
public protocol ElectrodeArtefact: Sendable {
  /// Replaces signals by the artefact.
  ///
  /// - Parameters:
  ///   - signals: Receive it; their length is the record's.
  ///   - electrodes: The electrodes that some lead of the recording sees, in `allCases` order; what
  ///     befalls single electrodes befalls these.
  ///   - stream: The artefact's random numbers.
  /// - Returns: What happened at which time, if anything did.
  @discardableResult
  func draw(
    into signals: inout ElectrodeSignals, at electrodes: [Electrode], using stream: NoiseStream
  ) -> [NoiseEvent]
}

/// Something that befalls one electrode for a while.
public struct NoiseEvent: Sendable, Equatable, Codable {
  /// The artefact.
  public let kind: NoiseKind
  /// The electrode.
  public let electrode: Electrode
  /// Seconds from the start of the recording.
  public let start: Double
  /// Seconds from the start of the recording; may lie beyond its end.
  public let end: Double
}
