import Foundation
import Gnuplot
import Testing

@Suite struct GnuplotProcessTests {
  /// Runs commands that must fail and returns why.
  private func failure(
    _ commands: String, program: String = "gnuplot"
  ) throws -> GnuplotError {
    try #require(throws: GnuplotError.self) {
      try GnuplotProcess.run(commands, program: program)
    }
  }

  @Test func whatIsPrintedComesBack() throws {
    #expect(try GnuplotProcess.run("print 6 * 7\n") == "42\n")
  }

  @Test func commandsMaySpanManyCalls() throws {
    var gnuplot = try GnuplotProcess()
    try gnuplot.send("a = 6\n")
    for _ in 0..<1000 { try gnuplot.send("a = a + 1\n") }
    try gnuplot.send("print a\n")
    #expect(try gnuplot.finish() == "1006\n")
  }

  @Test func moreThanAPipeHoldsIsSent() throws {
    // A pipe holds 64 kB and a file of what is printed has no such limit.
    let line = String(repeating: "x", count: 200)
    let printed = try GnuplotProcess.run(
      String(repeating: "print '\(line)'\n", count: 5000))
    #expect(printed.utf8.count == 5000 * 201)
  }

  @Test func aCommandThatCannotBeObeyedIsReportedInGnuplotsWords() throws {
    let error = try failure("plot undefined_thing\n")
    #expect(error.code == .failed)
    #expect(error.description.contains("undefined variable: undefined_thing"))
    #expect(!error.description.contains("\n"))
  }

  @Test func anErrorAmongManyCommandsIsStillReported() throws {
    // gnuplot ends at the first line; the rest meets a closed pipe, which must not end the test.
    let error = try failure("no_such_command\n" + String(repeating: "a = 1\n", count: 200_000))
    #expect(error.code == .failed)
    #expect(error.description.contains("invalid command"))
  }

  @Test func aMissingProgramNamesThePackage() throws {
    let error = try failure("print 1\n", program: "no-such-gnuplot")
    #expect(error.code == .notInstalled)
    #expect(
      error.description
        == "there is no program 'no-such-gnuplot' on the search path, which draws the "
        + "figures; install the Debian package gnuplot-nox")
    #expect(try failure("", program: "/no/such/gnuplot").code == .notInstalled)
    // A file that may not be run is no program either.
    #expect(try failure("", program: "/etc/passwd").code == .notInstalled)
  }

  @Test func anEmptySearchPathIsAMissingProgram() async {
    await #expect(processExitsWith: .success) {
      setenv("PATH", "", 1)
      let error = #expect(throws: GnuplotError.self) { try GnuplotProcess.run("print 1\n") }
      #expect(error?.code == .notInstalled)
    }
  }

  @Test func aProgramThatEndsEarlyIsAnErrorAndNoSignal() async {
    await #expect(processExitsWith: .success) {
      // As in a program that leaves the signal alone: it would end the process.
      signal(SIGPIPE, SIG_DFL)
      let much = String(repeating: "a = 1\n", count: 200_000)
      let error = #expect(throws: GnuplotError.self) {
        try GnuplotProcess.run(much, program: "true")
      }
      #expect(error?.code == .endedEarly)
      // The process's own handling of the signal is what it was.
      var action = sigaction()
      sigaction(SIGPIPE, nil, &action)
      #expect(action.__sigaction_handler.sa_handler == nil)
      var mask = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &mask)
      #expect(sigismember(&mask, SIGPIPE) == 0)
    }
  }

  @Test func exitStatusAndSignalAreTold() async {
    // In a process of its own, since a program that another thread's child holds open for writing
    // cannot be run.
    await #expect(processExitsWith: .success) {
      let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
      defer { try? FileManager.default.removeItem(atPath: path) }
      for (script, message) in [
        ("echo 'no screen' >&2; exit 3", "gnuplot failed (status 3): no screen"),
        ("kill -KILL $$", "gnuplot was ended by signal 9 (status 137)"),
      ] {
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        let error = #expect(throws: GnuplotError.self) {
          try GnuplotProcess.run("", program: path)
        }
        #expect(error?.description == message)
      }
    }
  }

  @Test func theUsersStartUpFileIsNotRead() async {
    await #expect(processExitsWith: .success) {
      let home = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: home) }
      try Data("print 'start-up file'\n".utf8).write(to: home.appending(path: ".gnuplot"))
      setenv("HOME", home.path, 1)
      #expect(try GnuplotProcess.run("print 1\n") == "1\n")
    }
  }

  @Test func sessionsThatAreDroppedLeaveNothingBehind() async {
    await #expect(processExitsWith: .success) {
      func files() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      }
      try GnuplotProcess.run("print 1\n")
      let before = try files()
      for _ in 0..<20 {
        var dropped = try GnuplotProcess()
        try dropped.send("a = 1\n")
      }
      _ = try? GnuplotProcess(program: "no-such-gnuplot")
      #expect(try files() == before)
      // No child is left, not even a dead one.
      #expect(waitpid(-1, nil, WNOHANG) == -1)
    }
  }

  @Test func aSessionDoesNotHoldAnEarlierOnesPipe() async {
    // The earlier gnuplot would wait for the end of its input until the later one had ended.
    await #expect(processExitsWith: .success) {
      let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
      defer { try? FileManager.default.removeItem(atPath: path) }
      // Tells which files the process itself has open, apart from input, output and script.
      try Data("#!/bin/bash\nls /proc/$$/fd\n".utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      let alone = try GnuplotProcess.run("", program: path)
      let earlier = try GnuplotProcess()
      let beside = try GnuplotProcess.run("", program: path)
      #expect(beside == alone)
      try earlier.finish()
    }
  }
}
