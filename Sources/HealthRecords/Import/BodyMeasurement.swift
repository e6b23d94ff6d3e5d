/// Measurements of a body, in the units of their names.
enum BodyMeasurement {
  /// Exactly, by definition.
  private static let metresPerInch = 0.0254, kilogramsPerPound = 0.45359237

  /// The measurements of a row of MIMIC-IV's `omr`: one, or the two of a blood pressure such as `135/76`.
  ///
  /// Names that are not known here are kept as they are.
  ///
  /// - Returns: Names with values, `nil` if there is no number.
  static func values(_ name: String, _ text: String) -> [(kind: String, value: Double)]? {
    if name.hasPrefix("Blood Pressure") {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, let systolic = number(parts[0]), let diastolic = number(parts[1])
      else { return nil }
      return [
        ("systolicMillimetresOfMercury", systolic), ("diastolicMillimetresOfMercury", diastolic),
      ]
    }
    guard let value = number(text[...]) else { return nil }
    return switch name {
    case "Height (Inches)", "Height": [("heightMetres", value * metresPerInch)]
    case "Weight (Lbs)", "Weight": [("weightKilograms", value * kilogramsPerPound)]
    case "BMI (kg/m2)", "BMI": [("bodyMassIndex", value)]
    default: [(name, value)]
    }
  }

  /// The measurement of a row of Synthea's `observations`, by LOINC code; `nil` for other things.
  static func value(loinc: String, _ text: String, units: String) -> (kind: String, value: Double)?
  {
    guard let value = number(text[...]) else { return nil }
    return switch (loinc, units) {
    case ("8302-2", "cm"): ("heightMetres", value / 100)
    case ("29463-7", "kg"): ("weightKilograms", value)
    case ("39156-5", "kg/m2"): ("bodyMassIndex", value)
    case ("8480-6", "mm[Hg]"): ("systolicMillimetresOfMercury", value)
    case ("8462-4", "mm[Hg]"): ("diastolicMillimetresOfMercury", value)
    default: nil
    }
  }

  private static func number(_ text: Substring) -> Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
