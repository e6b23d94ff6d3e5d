/// How large a second and a millivolt are on paper.
struct PaperScale: Sendable, Equatable {
  /// Enlargement of the paper: 1 is the standard 25 mm/s and 10 mm/mV.
  ///
  /// Source of the standard: Kligfield et al., Circulation 115:1306 (2007), section on display.
  var enlargement: Double

  /// The scale on which ECGs are read.
  static let standard = PaperScale(enlargement: 1)

  /// Millimetres a second.
  var speed: Double { 25 * enlargement }
  /// Millimetres a millivolt.
  var gain: Double { 10 * enlargement }
  /// Side of a small box (40 ms, 0.1 mV) in millimetres.
  var box: Double { enlargement }
  /// Side of a large box (200 ms, 0.5 mV) in millimetres.
  var largeBox: Double { 5 * enlargement }

  /// The least whole number of small boxes that is not smaller, in millimetres.
  func boxes(atLeast millimetres: Double) -> Double {
    (millimetres / box - 1e-9).rounded(.up) * box
  }

  /// The text that every sheet carries.
  var label: String {
    let text = "\(Self.number(speed)) mm/s   \(Self.number(gain)) mm/mV"
    return enlargement == 1 ? text : text + "   (paper enlarged \(Self.number(enlargement)) times)"
  }

  /// The least whole number of large boxes that is not smaller, in millimetres.
  func largeBoxes(atLeast millimetres: Double) -> Double {
    (millimetres / largeBox - 1e-9).rounded(.up) * largeBox
  }

  /// A number without a decimal point if it is whole.
  static func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
