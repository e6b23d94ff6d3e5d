import Testing

@testable import Datasets

@Suite struct TextTableTests {
  @Test func quotedFieldsHoldCommasLinesAndQuotes() throws {
    let table = try TextTable(
      text: "a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n,2\n", name: "t.csv")
    #expect(table.columns == ["a", "b"])
    #expect(table.rows == [["1", "x, \"y\"\nz"], ["", "2"]])
    #expect(try table.field(1, "a") == nil)
    #expect(try table.field(0, "b") == "x, \"y\"\nz")
  }

  @Test(arguments: [
    ("a,b\n1\n", "line 2: 1 fields, 2 columns"), ("a,b\n1,\"2\n", "line 2: a quote"),
    ("", "is empty"),
  ])
  func malformedTablesAreRefused(_ text: String, _ expected: String) {
    let error = #expect(throws: DatasetError.self) { try TextTable(text: text, name: "t.csv") }
    #expect(error?.code == .malformed && error?.message.contains(expected) == true)
  }

  @Test func missingColumnsAndFilesAreNamed() throws {
    let table = try TextTable(text: "a\n1\n", name: "t.csv")
    let column = #expect(throws: DatasetError.self) { try table.field(0, "c") }
    #expect(column?.message.contains("'c'") == true)
    let file = #expect(throws: DatasetError.self) { try TextTable(path: "/nowhere/t.csv") }
    #expect(file?.code == .unreadable && file?.message.contains("/nowhere/t.csv") == true)
  }

  @Test func codesAreRead() {
    #expect(
      SCPCodes.likelihoods("{'NORM': 80.0, 'LAO/LAE': 0.0, 'PRC(S)': 100.0}")
        == ["NORM": 80, "LAO/LAE": 0, "PRC(S)": 100])
    #expect(SCPCodes.likelihoods("nothing").isEmpty)
  }
}
