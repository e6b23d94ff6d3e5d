import RandomNumbers
import Testing

@testable import HealthRecords

@Suite struct NameTableTests {
  @Test func namesKeepTheirNumbers() {
    var table = NameTable()
    var known: [String: Int] = [:]
    var numbers = Philox(seed: 1)
    for _ in 0..<20_000 {
      let name = "\(Int.random(in: 0..<9000, using: &numbers))"
      let (number, isNew) = table.intern(Array(name.utf8)[...])
      #expect(isNew == (known[name] == nil))
      #expect(number == known[name] ?? known.count)
      known[name] = number
    }
    #expect(table.count == known.count && table.count > 7000)
    for (name, number) in known {
      #expect(table.text(number) == name && table.number(of: Array(name.utf8)[...]) == number)
    }
    #expect(table.number(of: Array("none".utf8)[...]) == nil)
  }

  @Test func theEmptyNameIsAName() {
    var table = NameTable()
    #expect(table.number(of: [][...]) == nil)
    #expect(table.intern([][...]).number == 0 && table.intern([65][...]).number == 1)
    #expect(table.number(of: [][...]) == 0 && table.text(1) == "A")
  }
}
