import TestSupport
import Testing

@Suite struct ECGSimTests {
  static let commands = [
    [], ["rhythms"], ["rhythms", "list"], ["rhythms", "show"], ["rhythms", "check"],
    ["rhythms", "learn"], ["rhythms", "compare"], ["beat"],
    ["fit"], ["leads"], ["leads", "reconstruct"], ["leads", "evaluate"], ["leads", "learn"],
    ["measure"], ["plot"], ["bench"], ["demo"],
  ]

  @Test(arguments: commands) func everyCommandExplainsItself(command: [String]) throws {
    try Program.inFolder { program in
      let result = try Shell.run(Program.path, command + ["--help"], in: program.folder)
      #expect(result.status == 0 && result.standardError.isEmpty)
      let name = (["ecgsim"] + command).joined(separator: " ")
      #expect(result.standardOutput.contains("USAGE: \(name)"))
      #expect(result.standardOutput.hasPrefix("OVERVIEW: "))
    }
  }

  @Test func theHelpOfTheWholeNamesEveryCommandAndExitCode() throws {
    try Program.inFolder { program in
      let help = try program.run("--help")
      for command in Self.commands.compactMap(\.first) { #expect(help.contains("  \(command) ")) }
      for code in ["0 done", "1 a check failed", "64 bad use", "65 bad input", "74 cannot read"] {
        #expect(help.contains(code))
      }
      let plain = try program.run()
      #expect(plain == help)
    }
  }

  @Test func theVersionIsPrinted() throws {
    try Program.inFolder { program in
      let version = try program.run("--version")
      #expect(version.contains(/^[0-9]+\.[0-9]+\.[0-9]+\n$/))
      try program.run("beat", "sinus-rhythm", "--output", "a.json")
      let beat = try BeatCommandTests.beat(program, "a.json")
      #expect(beat["version"] as? String == String(version.dropLast()))
    }
  }

  static let mistakes = [
    Mistake("dance", 64, "'dance'", "see 'ecgsim --help'"),
    Mistake("--loud", 64, "--loud", "see 'ecgsim --help'"),
  ]

  @Test(arguments: mistakes) func mistakesAreToldInOneLine(mistake: Mistake) throws {
    try mistake.provoke()
  }
}
