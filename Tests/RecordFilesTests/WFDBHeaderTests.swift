import RecordFiles
import Testing

@Suite("WFDB header")
struct WFDBHeaderTests {
  private func parse(_ text: String) throws -> WFDBHeader {
    try WFDBHeader(parsing: Array(text.utf8), file: "r.hea")
  }

  @Test("every field is read")
  func everyField() throws {
    let header = try parse(
      """
      # before
      r 2 360/100.5(-3) 7 11:02:03.5 25/12/1989\r
      r.dat 212:4+12 1e2(5)/uV 12 -6 7 -8 9 lead two\t x  
      r.xyz 24x1 -200.5 16 1 2 3
      #  after: µV

      """)
    #expect(header.name == "r")
    #expect(header.samplingRate == 360)
    #expect(header.counterFrequency == 100.5)
    #expect(header.baseCounter == -3)
    #expect(header.sampleCount == 7)
    #expect(header.start == "11:02:03.5 25/12/1989")
    #expect(header.comments == ["before", "after: µV"])
    let first = header.signals[0]
    #expect(first.file == "r.dat")
    #expect(first.format == .format212)
    #expect(first.skew == 4)
    #expect(first.byteOffset == 12)
    #expect(first.gain == 100)
    #expect(first.baseline == 5)
    #expect(first.units == "uV")
    #expect(first.resolution == 12)
    #expect(first.zero == -6)
    #expect(first.initialValue == 7)
    #expect(first.checksum == -8)
    #expect(first.blockSize == 9)
    #expect(first.description == "lead two\t x")
    let second = header.signals[1]
    #expect(second.format == .format24)
    #expect(second.gain == -200.5)
    #expect(second.baseline == 1, "without one the ADC zero is the baseline")
    #expect(second.checksum == 3)
    #expect(second.description == "record r, signal 1")
  }

  @Test("what is left out has WFDB's defaults")
  func defaults() throws {
    let header = try parse("r 1\nr.dat 16\n")
    #expect(header.samplingRate == 250)
    #expect(header.counterFrequency == 250)
    #expect(header.baseCounter == 0)
    #expect(header.sampleCount == nil)
    let signal = header.signals[0]
    #expect(signal.gain == 200)
    #expect(signal.baseline == 0)
    #expect(signal.units == "mV")
    #expect(signal.initialValue == 0)
    #expect(signal.checksum == nil)
    #expect(try parse("r 1\nr.dat 16 0/mV\n").signals[0].gain == 200)
    #expect(try parse("r 1\nr.dat 16 0 12 1024\n").signals[0].initialValue == 1024)
    #expect(try parse("r 1 500 0\nr.dat 16\n").sampleCount == nil)
  }

  @Test(
    "the counter does not change the sampling rate",
    arguments: [
      ("250/360", 250.0, 360.0, 0.0), ("360/100(0)", 360, 100, 0), ("128", 128, 128, 0),
      ("1e3/1(2.5)", 1000, 1, 2.5),
    ])
  func counterForms(field: String, rate: Double, counter: Double, base: Double) throws {
    let header = try parse("r 0 \(field) 10\n")
    #expect(header.samplingRate == rate)
    #expect(header.counterFrequency == counter)
    #expect(header.baseCounter == base)
  }

  @Test("text that is not UTF-8 is Latin-1")
  func latin1() throws {
    let header = try WFDBHeader(
      parsing: Array("r 0\n# M".utf8) + [0xFC] + Array("ller\n".utf8), file: "r.hea")
    #expect(header.comments == ["Müller"])
  }

  @Test(
    "a malformed header says where and what",
    arguments: [
      ("", 1, "no record line"), ("# only\n", 1, "no record line"), ("r\n", 1, "number of signals"),
      ("r x\n", 1, "number of signals 'x'"), ("r -1\n", 1, "-1"),
      ("r 99999999999999999999\n", 1, "99999999999999999999"),
      ("r 1\n", 1, "announces 1 signals"), ("r 0\nr.dat 16\n", 2, "after the 0 signals"),
      ("r 0 0\n", 1, "not positive"), ("r 0 nan\n", 1, "sampling rate 'nan'"),
      ("r 0 1e999\n", 1, "sampling rate"), ("r 0 360/\n", 1, "counter frequency"),
      ("r 0 360/100(1\n", 1, "parenthesis"), ("r 0 360/1(x)\n", 1, "base counter 'x'"),
      ("r 0 360 -5\n", 1, "number of samples -5"), ("r 0 360 1.5\n", 1, "number of samples '1.5'"),
      ("r 1\n\n# c\nr.dat\n", 4, "signal format"), ("r 1\nr.dat x\n", 2, "signal format ''"),
      ("r 1\nr.dat 16x0\n", 2, "samples per frame 0"), ("r 1\nr.dat 16:-1\n", 2, "skew -1"),
      ("r 1\nr.dat 16+\n", 2, "byte offset ''"), ("r 1\nr.dat 16 mV\n", 2, "gain 'mV'"),
      ("r 1\nr.dat 16 1(x)\n", 2, "baseline 'x'"), ("r 1\nr.dat 16 1(\n", 2, "parenthesis"),
      ("r 1\nr.dat 16 1(99999999999)\n", 2, "99999999999"), ("r 1\nr.dat 16 1 II\n", 2, "'II'"),
      ("r 2\nr.dat 16\nr.dat 212\n", 3, "format 212+0 after 16+0"),
      ("r 2\nr.dat 16\nr.dat 16+2\n", 3, "16+2 after 16+0"),
      ("r 3\na 16\nb 16\na 16\n", 4, "'a' again"),
    ])
  func malformed(text: String, line: Int, words: String) {
    expectError(.malformed, ["r.hea:\(line):", words]) { _ = try parse(text) }
  }

  @Test(
    "what is not read is refused by name",
    arguments: [
      ("r/3 2 360 100\ns1 50\ns2 50\n", "several segments"), ("r 1\nr.dat 61\n", "format 61"),
      ("r 1\nr.dat 8\n", "format 8"), ("r 1\nr.dat 516\n", "format 516"),
      ("r 1\nr.dat 16x4\n", "4 samples in a frame"), ("r 1\n../x.dat 16\n", "'../x.dat'"),
      ("r 1\n/etc/passwd 16\n", "'/etc/passwd'"), ("r 1\n- 16\n", "'-'"), ("r 1\n~ 0\n", "'~'"),
    ])
  func notSupported(text: String, words: String) {
    expectError(.notSupported, ["r.hea", words]) { _ = try parse(text) }
  }
}
