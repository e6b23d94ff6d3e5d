/// Dates and times as the tables write them: `2196-02-24`, `2196-02-24 14:38:00`, `2014-05-06T08:34:30Z`.
///
/// MIMIC's are shifted by a number of years for each patient; only differences within a patient mean anything.
enum CalendarTime {
  /// Years from one time to another: calendar years and, of what is left, 366ths of days.
  ///
  /// Whole years turn on the day of the first time, or a day beside it in leap years.
  static func years(from first: Int, to second: Int) -> Double {
    let (one, other) = (year(ofSeconds: first), year(ofSeconds: second))
    let days =
      Double(second - 86_400 * days(other, 1, 1) - first + 86_400 * days(one, 1, 1)) / 86_400
    return Double(other - one) + days / 366
  }

  /// Seconds since 1970-01-01, `nil` for another form.
  static func seconds(_ text: ArraySlice<UInt8>) -> Int? {
    let base = text.startIndex
    func number(_ offset: Int, _ count: Int) -> Int? {
      var value = 0
      for index in base + offset..<base + offset + count {
        guard (48...57).contains(text[index]) else { return nil }
        value = 10 * value + Int(text[index]) - 48
      }
      return value
    }
    guard text.count >= 10, text[base + 4] == 45, text[base + 7] == 45, let year = number(0, 4),
      let month = number(5, 2), let day = number(8, 2), (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    let days = days(year, month, day)
    if text.count == 10 { return 86_400 * days }
    guard text.count >= 19, text[base + 10] == 32 || text[base + 10] == 84, text[base + 13] == 58,
      text[base + 16] == 58, let hour = number(11, 2), let minute = number(14, 2),
      let second = number(17, 2), hour < 24, minute < 60, second <= 60
    else { return nil }
    return 86_400 * days + 3600 * hour + 60 * minute + second
  }

  /// The year of a time.
  static func year(ofSeconds seconds: Int) -> Int {
    var year = 1970 + Int((Double(seconds) / 86_400 / 365.2425).rounded(.down))
    while 86_400 * days(year + 1, 1, 1) <= seconds { year += 1 }
    while 86_400 * days(year, 1, 1) > seconds { year -= 1 }
    return year
  }

  /// Days since 1970-01-01 in the Gregorian calendar: Hinnant, "chrono-compatible low-level date algorithms".
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - 400 * era
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return 146_097 * era + 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
