import Foundation
import Testing

/// The numbers that `beat` prints are what their headings say.
@Suite struct BeatReportTests {
  /// The cells of the first beat's row, without the rhythm's name.
  static func row(_ said: String) throws -> [String] {
    let line = try #require(said.split(separator: "\n").dropFirst().first)
    return line.split(separator: " ").dropFirst().map(String.init)
  }

  @Test func dissociatedAtriaHaveNoPR() throws {
    try Program.inFolder { program in
      for seed in ["1", "2", "3"] {
        let paced = try Self.row(
          try program.run("beat", "ventricular-pacing", "--seed", seed))
        #expect(paced[1] == "-", "\(paced)")
      }
      let conducted = try Self.row(try program.run("beat", "first-degree-av-block", "--seed", "1"))
      #expect((Double(conducted[1]) ?? 0) > 200)
    }
  }

  /// A paced beat's T is higher in II than anything in its QRS.
  @Test func theHeightOfRIsThatOfQRS() throws {
    try Program.inFolder { program in
      let said = try program.run(
        "beat", "ventricular-pacing", "--no-variation", "--output", "paced.json")
      let beat = try BeatCommandTests.beat(program, "paced.json")
      let leads = try #require(beat["leads"] as? [String])
      let rows = try #require(beat["millivolts"] as? [[Double]])
      let row = rows[try #require(leads.firstIndex(of: "II"))]
      let printed = try #require(Double(try Self.row(said)[4]))
      #expect((row.max() ?? 0) > 0.4)
      #expect(printed < 0.3)
      let sinus = try Self.row(
        try program.run("beat", "sinus-rhythm", "--no-variation", "--output", "sinus.json"))
      let own = try BeatCommandTests.beat(program, "sinus.json")
      let two = try #require(own["millivolts"] as? [[Double]])[1]
      // R is the highest of a normal beat; two decimals, and QRS begins near zero.
      #expect(abs((Double(sinus[4]) ?? 0) - (two.max() ?? 0)) < 0.02)
    }
  }

  @Test func withoutLeadIIThereIsNoHeight() throws {
    try Program.inFolder { program in
      let cells = try Self.row(try program.run("beat", "sinus-rhythm", "--leads", "V1"))
      #expect(cells[4] == "-")
    }
  }
}
