import Foundation
import Testing

/// What a command leaves that is interrupted or killed.
@Suite struct InterruptionTests {
  /// A command that writes and takes seconds.
  private static let long = ["beat", "sinus-rhythm", "--count", "1000000", "--output", "a.npy"]

  /// The hidden folders in which commands keep what is not whole.
  private func stages(_ program: Program) throws -> Set<String> {
    Set(try program.files().filter { $0.hasPrefix(".ecgsim-") && !$0.contains("/") })
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func anInterruptedCommandLeavesNothing(signal: Int32) throws {
    try Program.inFolder { program in
      let command = try program.start(Self.long)
      try program.wait { try !stages(program).isEmpty }
      kill(command.processIdentifier, signal)
      command.waitUntilExit()
      #expect(command.terminationReason == .uncaughtSignal)
      #expect(command.terminationStatus == signal)
      #expect(try program.files() == [])
    }
  }

  /// As from a terminal: no signal is blocked, and libraries have threads of their own.
  @Test(arguments: [
    (["beat", "sinus-rhythm", "--count", "1000000", "--output", "made/a.npy"], [0.0, 0.3, 1.2]),
    // A quick machine has it done in less than a second.
    (["demo", "--output", "made/a/demo"], [0.0]),
  ])
  func threadsOfLibrariesDoNotHinderIt(arguments: [String], waits: [Double]) throws {
    try Program.inFolder { program in
      for wait in waits {
        try FileManager.default.createDirectory(
          atPath: program.path("made"), withIntermediateDirectories: false)
        let unblocking = "use POSIX; sigprocmask(SIG_SETMASK, POSIX::SigSet->new); exec @ARGV"
        let command = try program.start(
          "/usr/bin/env", ["perl", "-e", unblocking, Program.path] + arguments)
        try program.wait { try program.files().contains { $0.contains(".ecgsim-") } }
        Thread.sleep(forTimeInterval: wait)
        kill(command.processIdentifier, SIGINT)
        command.waitUntilExit()
        #expect(command.terminationReason == .uncaughtSignal)
        #expect(command.terminationStatus == SIGINT)
        #expect(try program.files() == ["made"], "after \(wait) s")
        try FileManager.default.removeItem(atPath: program.path("made"))
      }
    }
  }

  @Test func temporaryFilesGoHoweverItEnds() throws {
    try Program.inFolder { program in
      try FileManager.default.createDirectory(
        atPath: program.path("tmp"), withIntermediateDirectories: false)
      let command = [
        "TMPDIR=\(program.path("tmp"))", Program.path, "demo", "--output", "made", "--quiet",
      ]
      let stopped = try program.start("/usr/bin/env", command)
      try program.wait { try program.files().contains { $0.hasSuffix("figure.dat") } }
      kill(stopped.processIdentifier, SIGINT)
      stopped.waitUntilExit()
      #expect(try program.files() == ["tmp"])
      for (arguments, status) in [([], 0), (["--seed", "x"], 64)] as [([String], Int32)] {
        let ended = try program.start("/usr/bin/env", command + arguments)
        ended.waitUntilExit()
        #expect(ended.terminationStatus == status)
        #expect(try !program.files().contains { $0.hasPrefix("tmp/") })
      }
    }
  }

  @Test func aSignalThatTheParentIgnoresStaysIgnored() throws {
    try Program.inFolder { program in
      try program.run("beat", "sinus-rhythm", "--output", "seen.json")
      let line = "trap '' HUP; \(Program.path) beat sinus-rhythm --count 300 --output a.npy"
      let shell = try program.start(
        "/bin/sh", ["-c", "\(line) & sleep 0.2; kill -HUP $!; wait $!"])
      shell.waitUntilExit()
      #expect(shell.terminationStatus == 0)
      #expect(try program.files().contains("a.npy"))
    }
  }

  @Test func theNextCommandRemovesWhatAKilledOneLeftAndNothingElse() throws {
    try Program.inFolder { program in
      let killed = try program.start(Self.long)
      try program.wait { try !stages(program).isEmpty }
      let abandoned = try stages(program)
      kill(killed.processIdentifier, SIGKILL)
      killed.waitUntilExit()
      let alive = try program.start(Self.long)
      try program.wait { try !stages(program).isSubset(of: abandoned) }
      let kept = try stages(program)
      #expect(kept.count == 1 && kept.isDisjoint(with: abandoned))
      // Not one of ours: no command makes such a name.
      try FileManager.default.createDirectory(
        atPath: program.path(".ecgsim-mine"), withIntermediateDirectories: false)
      try program.run("beat", "sinus-rhythm", "--output", "b.json")
      #expect(try stages(program) == kept.union([".ecgsim-mine"]))
      kill(alive.processIdentifier, SIGTERM)
      alive.waitUntilExit()
      #expect(try program.files() == [".ecgsim-mine", "b.json"])
    }
  }
}
