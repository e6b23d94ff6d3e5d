/// A wave of the beat that has an onset, a peak and an offset.
public enum Wave: String, CaseIterable, Hashable, Sendable, Codable {
  /// Atrial activation.
  case P
  /// Ventricular activation.
  case QRS
  /// Ventricular repolarisation.
  case T
  /// The small wave after T.
  case U
}

/// Where one wave begins, culminates and ends.
public struct WaveBoundaries<Instant: Comparable & Sendable & Codable>: Sendable, Codable {
  /// First instant of the wave, if known.
  public var onset: Instant?
  /// Instant of the largest deflection.
  public var peak: Instant
  /// First instant after the wave, if known.
  ///
  /// The offset of QRS is the J point.
  public var offset: Instant?

  /// Creates the boundaries; onset and offset may be unknown.
  public init(onset: Instant?, peak: Instant, offset: Instant?) {
    self.onset = onset
    self.peak = peak
    self.offset = offset
  }
}

extension WaveBoundaries: Equatable where Instant: Equatable {}

/// A wave with its boundaries as sample indices.
public typealias SampledWave = WaveBoundaries<Int>

/// A wave with its boundaries in seconds.
public typealias TimedWave = WaveBoundaries<Double>
