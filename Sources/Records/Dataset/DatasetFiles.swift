/// Where the files of a record lie in a data set, as in PTB-XL: a thousand records a folder.
struct DatasetFiles {
  /// The record without ending.
  let highRate: String
  /// Its copy of a low rate, if there is one.
  let lowRate: String?

  init(_ index: Int, _ specification: DatasetSpecification) {
    let id = index + 1
    let folder = Self.padded(id / 1000 * 1000)
    let name = Self.padded(id)
    let rate = Self.text(specification.samplingRate)
    highRate = "records\(rate)/\(folder)/\(name)_hr"
    lowRate =
      specification.hasLowRateCopies
      ? "records\(Self.text(DatasetSpecification.lowRate))/\(folder)/\(name)_lr" : nil
  }

  /// What tells that the record is complete: it comes last.
  var last: String { highRate + ".hea" }

  /// All files, the last one last.
  var all: [String] {
    (lowRate.map { [$0 + ".dat", $0 + ".atr", $0 + ".hea"] } ?? [])
      + [highRate + ".dat", highRate + ".atr", highRate + ".truth.json", last]
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  private static func text(_ rate: Double) -> String {
    rate == rate.rounded() ? String(Int(rate)) : String(rate).replacing(".", with: "_")
  }
}
