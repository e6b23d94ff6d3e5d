import Foundation
import RhythmLibrary

/// One measure of a record held against its limits.
public struct Finding: Sendable, Equatable, Codable {
  /// What was measured.
  public var measure: String
  /// The lead, if it is a measure of one; `-aVR` is aVR turned round.
  public var lead: String?
  /// Lowest, median and highest value over the beats, in `unit`; `nil` if it could not be measured.
  public var lowest: Double?
  /// The median.
  public var median: Double?
  /// The highest.
  public var highest: Double?
  /// The beat whose value decides, from 1, and the time of its R peak in seconds.
  public var beat: Int?
  /// That time.
  public var beatTime: Double?
  /// The limits in words.
  public var limit: String
  /// Unit of the values.
  public var unit: String
  /// Distance to the nearest limit in ruler errors; negative where the limits are not kept.
  public var margin: Double?

  /// Encodes the finding; infinite values, such as R over no S, are left out, as JSON has none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let finite = { (value: Double?) in value.flatMap { $0.isFinite ? $0 : nil } }
    try container.encode(measure, forKey: .measure)
    try container.encodeIfPresent(lead, forKey: .lead)
    try container.encodeIfPresent(finite(lowest), forKey: .lowest)
    try container.encodeIfPresent(finite(median), forKey: .median)
    try container.encodeIfPresent(finite(highest), forKey: .highest)
    try container.encodeIfPresent(beat, forKey: .beat)
    try container.encodeIfPresent(beatTime, forKey: .beatTime)
    try container.encode(limit, forKey: .limit)
    try container.encode(unit, forKey: .unit)
    try container.encodeIfPresent(finite(margin), forKey: .margin)
  }

  /// The values in words.
  public var valueText: String {
    guard let lowest, let highest else { return "not measurable" }
    let text = { (value: Double) in Self.text(value, unit: unit) }
    let same = text(lowest) == text(highest)
    let range = same ? text(lowest) : "\(text(lowest)) to \(text(highest))"
    return unit.isEmpty ? range : "\(range) \(unit)"
  }

  /// The same under a claim that must not hold.
  var negated: Finding {
    var copy = self
    copy.limit = limit.hasPrefix("not ") ? String(limit.dropFirst(4)) : "not \(limit)"
    copy.margin = margin.map { -$0 }
    return copy
  }

  /// A number with the decimals that its unit deserves.
  static func text(_ value: Double, unit: String) -> String {
    guard value.isFinite else { return value > 0 ? "∞" : "-∞" }
    let decimals =
      switch unit {
      case "ms", "°": 0
      case "/min", "%", "mV·ms": 1
      default: 2
      }
    let isWhole = unit.isEmpty && value == value.rounded()
    let text = String(format: "%.\(isWhole ? 0 : decimals)f", value)
    // No minus before zeros alone.
    return text.contains { "123456789".contains($0) } ? text : text.replacing("-", with: "")
  }
}

extension MeasureTest {
  /// The limits in words, such as `120 ≤ x ≤ 200 ms`.
  var limitText: String {
    let symbol = measure.unit.symbol
    let text = { (value: Double) in Finding.text(value, unit: symbol) }
    let low = lower.map { "\($0.inclusive ? "≥" : ">") \(text($0.value))" }
    let high = upper.map { "\($0.inclusive ? "≤" : "<") \(text($0.value))" }
    let limits: String
    if let lower, let upper, lower == upper {
      limits = "= \(text(lower.value))"
    } else {
      limits = [low, high].compactMap { $0 }.joined(separator: ", ")
    }
    return symbol.isEmpty ? limits : "\(limits) \(symbol)"
  }
}
