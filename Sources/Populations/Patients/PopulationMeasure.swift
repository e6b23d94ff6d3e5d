public import Electrocardiogram
public import Measurement

/// What drawn beats are compared with real ones by: intervals of all leads together and amplitudes of the
/// eight independent ones.
public struct PopulationMeasure: Sendable, Hashable {
  /// What is measured.
  public let quantity: Quantity
  /// Where; `nil` for all leads together.
  public let lead: Lead?

  /// Intervals and the axis, with and without P.
  static let intervals: [Quantity] = [
    .rrInterval, .prInterval, .pDuration, .qrsDuration, .qtInterval, .qrsAxis,
  ]
  /// Amplitudes and levels.
  static let amplitudes: [Quantity] = [
    .pAmplitude, .rAmplitude, .sAmplitude, .j60Level, .tAmplitude,
  ]

  /// All of them, in a fixed order.
  public static let all: [PopulationMeasure] =
    intervals.map { PopulationMeasure(quantity: $0, lead: nil) }
    + amplitudes.flatMap { quantity in
      Lead.independent.map { PopulationMeasure(quantity: quantity, lead: $0) }
    }

  /// The name, such as `rAmplitude V5`.
  public var name: String {
    ([quantity.rawValue] + [lead?.rawValue].compactMap { $0 }).joined(separator: " ")
  }

  /// The values that a record has.
  public static func values(_ measures: RecordMeasures) -> [PopulationMeasure: Double] {
    var values: [PopulationMeasure: Double] = [:]
    for measure in all {
      values[measure] = measures.value(measure.quantity, lead: measure.lead)
    }
    return values
  }
}
