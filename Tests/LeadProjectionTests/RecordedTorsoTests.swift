import Electrocardiogram
import LeadProjection
import RecordFiles
import TestSupport
import Testing

/// A recording that has the twelve leads and Frank's three: one patient, with an infarct.
@Suite(.enabled(if: RealData.isPresent, "\(RealData.hint)")) struct RecordedTorsoTests {
  /// Learned on the first half, R² on the second half, and beside it the fixed matrices.
  @Test func projectionsLearnedFromOnePatientCarryToTheSecondHalf() throws {
    let recording = try RecordReader.read(RealData.path("ptbdb/s0010_re"))
    // Wander differs from electrode to electrode and would hide what the heart explains.
    func steady(_ signal: [Double]) -> [Double] {
      BaselineRemoval.highPass(signal, samplingRate: recording.samplingRate, cutoff: 0.5)
    }
    let eight = try Lead.independent.map { steady(try #require(recording.millivolts(of: $0))) }
    let frank = try ["vx", "vy", "vz"].map { name in
      steady(try #require(recording.channels.first { $0.name == name }).millivolts)
    }
    let count = recording.sampleCount
    let (first, second) = (0..<count / 2, count / 2..<count)

    let leads = try LearnedProjection(from: frank, to: eight, samples: first)
    let leadScores = leads.determination(from: frank, of: eight, samples: second)
    let axes = try LearnedProjection(from: eight, to: frank, samples: first)
    let axisScores = axes.determination(from: eight, of: frank, samples: second)
    #expect(axes.rank == 8 && leads.rank == 3)

    print("R² on the second half of s0010_re (one patient: it describes his torso, no other)")
    for (lead, score) in zip(Lead.independent, leadScores) { print("  Frank -> \(lead)  \(score)") }
    for (axis, score) in zip("XYZ", axisScores) { print("  8 leads -> \(axis)  \(score)") }

    // Three axes leave out what an electrode sees of the muscle right under it.
    #expect(leadScores.allSatisfy { $0 > 0.8 })
    for (row, lead) in Lead.independent.enumerated() {
      let guess = second.map {
        DipoleProjection.dower.potential(
          of: lead, x: frank[0][$0], y: frank[1][$0], z: frank[2][$0])
      }
      let score = Self.determination(of: Array(eight[row][second]), by: guess)
      #expect(score < leadScores[row], "Dower, \(lead)")
    }

    // The fixed matrices on the same samples, each without its mean, as published: Kors sees X with
    // r 0.98, and both do worse than what is learned from this torso.
    for (name, estimate) in [("inverse Dower", DipoleEstimate.inverseDower), ("Kors", .kors)] {
      let order = estimate.leads.map { Lead.independent.firstIndex(of: $0)! }
      var guess = [[Double]](repeating: [], count: 3)
      for sample in second {
        let xyz = estimate.dipole(order.map { eight[$0][sample] })
        guess[0].append(xyz.x)
        guess[1].append(xyz.y)
        guess[2].append(xyz.z)
      }
      for axis in 0..<3 {
        let score = Self.determination(of: Array(frank[axis][second]), by: guess[axis])
        print("  \(name) -> \(Array("XYZ")[axis])  \(score)")
        #expect(score < axisScores[axis], "\(name), axis \(axis)")
      }
    }
    // What a linear torso leaves unexplained here is less than a tenth of every axis.
    #expect(axisScores.allSatisfy { $0 > 0.9 })
  }

  /// R² after both signals lose their means.
  static func determination(of actual: [Double], by guess: [Double]) -> Double {
    let n = Double(actual.count)
    let (a, g) = (actual.reduce(0, +) / n, guess.reduce(0, +) / n)
    var (error, spread) = (0.0, 0.0)
    for (y, ŷ) in zip(actual, guess) {
      error += (y - a - ŷ + g) * (y - a - ŷ + g)
      spread += (y - a) * (y - a)
    }
    return 1 - error / spread
  }
}
