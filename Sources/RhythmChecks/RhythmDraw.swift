public import RandomNumbers
public import RhythmLibrary
public import Simulator

/// What is left open by a rhythm and drawn for one record.
public struct RhythmDraw: Sendable {
  /// Rate of the record in beats a minute: every clock without a rate of its own goes by it.
  public var heartRatePerMinute: Double
  /// The numbers that the event process draws.
  public var course: Philox
  /// The numbers that draw the patient; `nil` takes the rhythm's own beats.
  public var patient: Philox?
  /// The patient's breathing; `nil` holds it.
  public var breath: Breath?

  /// Part of a minute's beats by which drawn rates keep away from the ends of the rhythm's range:
  /// twice what a ruler may be off.
  static let distanceFromLimits = 1.0

  /// The default draw: the rhythm's own beats, every one alike.
  public init(default rhythm: Rhythm) {
    heartRatePerMinute = rhythm.rate.defaultPerMinute
    course = Philox(seed: 0, stream: Stream.course)
    guard var respiration = rhythm.variation?.respiration else { return }
    // Only the sinus node feels it.
    (respiration.size, respiration.axis) = (0, 0)
    breath = Breath(respiration)
  }

  /// A random draw: rate, course of events, and patient and breath as the rhythm's variation says.
  public init(_ rhythm: Rhythm, seed: UInt64, record: UInt32 = 0) {
    var random = Philox(seed: seed, record: record)
    let range = rhythm.rate.perMinute
    let inset = min(Self.distanceFromLimits, (range.upperBound - range.lowerBound) / 2)
    let span = range.upperBound - range.lowerBound - 2 * inset
    heartRatePerMinute = range.lowerBound + inset + span * random.uniform()
    course = Philox(seed: seed, record: record, stream: Stream.course)
    guard let variation = rhythm.variation else { return }
    breath = Breath(variation.respiration, using: &random)
    patient = Philox(seed: seed, record: record, stream: Stream.patient)
  }

  /// Independent uses of the record's numbers.
  private enum Stream {
    static let course: UInt32 = 1
    static let patient: UInt32 = 2
  }
}
