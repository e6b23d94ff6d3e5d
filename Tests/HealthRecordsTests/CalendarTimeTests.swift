import Foundation
import Testing

@testable import HealthRecords

@Suite struct CalendarTimeTests {
  @Test(arguments: ["2196-02-24 14:38:00", "2014-05-06T08:34:30Z", "1970-01-01 00:00:00"])
  func timesAreFoundationsTimes(text: String) throws {
    let form = text.prefix(10) + "T" + text.dropFirst(11).prefix(8) + "Z"
    let expected = try Date.ISO8601FormatStyle().parse(String(form)).timeIntervalSince1970
    let seconds = CalendarTime.seconds(Array(text.utf8)[...])
    #expect(seconds.map(Double.init) == expected)
    #expect(CalendarTime.year(ofSeconds: try #require(seconds)) == Int(text.prefix(4)))
  }

  /// A day is a day over all of MIMIC's shifted centuries and their leap years.
  @Test func daysFollowEachOther() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var expected = 0
    for year in 1970...2300 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in lengths.enumerated() {
        for day in 1...(month == 1 && isLeap ? 29 : length) {
          #expect(CalendarTime.days(year, month + 1, day) == expected)
          expected += 1
        }
      }
    }
  }

  @Test(arguments: [
    "", "11/20/2157", "2157-13-01", "2157-1-01", "2157-01-01 25:00:00", "2157-01-01 1",
  ])
  func otherFormsAreRefused(text: String) {
    #expect(CalendarTime.seconds(Array(text.utf8)[...]) == nil)
  }
}
