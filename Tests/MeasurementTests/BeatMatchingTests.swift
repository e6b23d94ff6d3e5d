import Foundation
import Measurement
import TestSupport
import Testing

@Suite("BeatMatching")
struct BeatMatchingTests {
  @Test("found, missed and extra beats are told apart")
  func counts() {
    let m = BeatMatching(
      reference: [100, 200, 300, 400], detected: [95, 210, 350, 405, 500], tolerance: 20)
    #expect(m.found == 3)
    #expect(m.missed == [300])
    #expect(m.extra == [350, 500])
    #expect(m.sensitivity == 0.75)
    #expect(m.positivePredictivity == 0.6)
  }

  @Test("a pair is less than the tolerance apart")
  func tolerance() {
    #expect(BeatMatching(reference: [100], detected: [119], tolerance: 20).found == 1)
    #expect(BeatMatching(reference: [100], detected: [120], tolerance: 20).found == 0)
  }

  @Test("of two detected beats within reach the nearer one counts")
  func nearer() {
    let m = BeatMatching(reference: [100], detected: [90, 101], tolerance: 20)
    #expect(m.found == 1)
    #expect(m.extra == [90])
  }

  @Test("of two reference beats within reach the nearer one is found")
  func nearerReference() {
    let m = BeatMatching(reference: [90, 101], detected: [100], tolerance: 20)
    #expect(m.found == 1)
    #expect(m.missed == [90])
  }

  @Test("a contested detected beat leaves the one before it to the earlier reference beat")
  func contested() {
    let m = BeatMatching(reference: [100, 112], detected: [88, 110], tolerance: 20)
    #expect(m.found == 2)
  }

  @Test("nothing against nothing is perfect")
  func nothing() {
    let m = BeatMatching()
    #expect((m.sensitivity, m.positivePredictivity) == (1, 1))
    #expect(BeatMatching(reference: [], detected: [], tolerance: 1) == m)
    #expect(BeatMatching(reference: [5], detected: [], tolerance: 1).sensitivity == 0)
    #expect(BeatMatching(reference: [], detected: [5], tolerance: 1).positivePredictivity == 0)
  }

  @Test("counts of recordings add up")
  func addition() {
    var sum = BeatMatching(reference: [10], detected: [10], tolerance: 2)
    sum.add(BeatMatching(reference: [10, 20], detected: [20, 30], tolerance: 2))
    #expect((sum.found, sum.missed, sum.extra) == (2, [10], [30]))
  }

  /// Beats some 0.2 to 1.2 s apart, and what a poor detector makes of them, at 360 Hz.
  private func marks(seed: UInt64) -> (reference: [Int], detected: [Int]) {
    var noise = GaussianNoise(seed: seed)
    var reference: [Int] = []
    var detected: [Int] = []
    var sample = 100
    for _ in 0..<400 {
      sample += 72 + Int(90 * abs(noise.next()))
      reference.append(sample)
      let kind = noise.next()
      if kind > -1 { detected.append(sample + Int(40 * noise.next())) }
      if kind > 1 { detected.append(sample + Int(150 * noise.next())) }
    }
    return (reference, Array(Set(detected)).sorted())
  }

  @Test(
    "the counts are those of wfdb-python's comparison",
    .enabled(if: OraclePython.isPresent, "\(OraclePython.hint)"))
  func comparitor() throws {
    let script = """
      import json, sys, numpy as np
      from wfdb.processing import compare_annotations
      for line in open(sys.argv[1]):
          q = json.loads(line)
          c = compare_annotations(np.array(q["reference"]), np.array(q["detected"]), 54)
          print(c.tp, c.fn, c.fp)
      """
    let sets = (1...25).map { marks(seed: $0) }
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try sets.map { "{\"reference\": \($0.reference), \"detected\": \($0.detected)}\n" }
      .joined().write(to: file, atomically: true, encoding: .utf8)
    let theirs = try OraclePython.run(script, [file.path]).split(separator: "\n")
    try #require(theirs.count == sets.count)
    for (line, set) in zip(theirs, sets) {
      let m = BeatMatching(reference: set.reference, detected: set.detected, tolerance: 54)
      #expect(!m.missed.isEmpty && !m.extra.isEmpty, "a set that tests something")
      #expect(line == "\(m.found) \(m.missed.count) \(m.extra.count)")
    }
  }
}
