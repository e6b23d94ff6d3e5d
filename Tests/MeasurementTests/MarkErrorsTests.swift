import Measurement
import Testing

@Suite("MarkErrors")
struct MarkErrorsTests {
  private func errors(_ reference: [Double], _ marks: [Double], ignored: [Double] = [])
    -> MarkErrors
  {
    var errors = MarkErrors()
    errors.compare(reference: reference, marks: marks, ignored: ignored)
    return errors
  }

  @Test("pairs within 150 ms have a difference, the rest is missed or extra")
  func pairs() {
    let e = errors([1, 2, 3], [1.02, 2.2, 2.96])
    #expect(e.differences.count == 2)
    #expect(abs(e.differences[0] - 0.02) < 1e-12 && abs(e.differences[1] + 0.04) < 1e-12)
    #expect((e.missed, e.extra) == (1, 1))
    #expect(e.sensitivity == 2.0 / 3 && e.positivePredictivity == 2.0 / 3)
  }

  @Test("of two marks near one reference mark the nearer one is its pair")
  func nearest() {
    #expect(errors([1], [0.9, 1.01]).extra == 1)
    #expect(abs(errors([1], [0.9, 1.01]).mean - 0.01) < 1e-12)
    #expect(abs(errors([0.9, 1.01], [1]).mean + 0.01) < 1e-12)
    #expect(errors([0.9, 1.01], [1]).missed == 1)
  }

  @Test("a lone mark near a doubtful wave is not extra, far from one it is")
  func doubtful() {
    #expect(errors([], [5], ignored: [5.1]).extra == 0)
    #expect(errors([], [5], ignored: [5.2]).extra == 1)
  }

  @Test("mean, standard deviation and median size are those of the differences")
  func moments() {
    let e = errors([1, 2, 3, 4], [1.01, 2.03, 3.05, 3.99])
    #expect(abs(e.mean - 0.02) < 1e-12)
    // Of 10, 30, 50 and -10 ms: squares of -10, 10, 30, -30 about the mean.
    #expect(abs(e.standardDeviation - 0.0005.squareRoot()) < 1e-12)
    #expect(abs(e.medianAbsolute - 0.02) < 1e-12)
    var both = e
    both.add(errors([9], []))
    #expect(both.missed == 1 && both.differences == e.differences)
    #expect(errors([], []).sensitivity == 1 && errors([], []).standardDeviation == 0)
  }
}
