import Electrocardiogram
import Foundation
import Noise
import RandomNumbers
import Testing

@Suite struct WhiteNoiseTests {
  @Test func limbLeadLawsHoldInNoise() {
    var random = Philox(seed: 1)
    let noise = WhiteNoise(standardDeviation: 0.1)
      .draw(leads: Lead.allCases, count: 200, using: &random)
    for n in 0..<200 {
      #expect(abs(noise[0][n] + noise[2][n] - noise[1][n]) < 1e-15)
      #expect(abs(noise[3][n] + noise[4][n] + noise[5][n]) < 1e-15)
    }
  }

  @Test func theRatioDeliveredIsTheRatioAsked() {
    let count = 50_000
    let leads = Lead.independent
    let signals = leads.indices.map { lead in
      (0..<count).map { 0.2 + Double(lead + 1) * sin(0.01 * Double($0)) }
    }
    var random = Philox(seed: 2)
    let noise = WhiteNoise(signalToNoiseDecibels: 20, leads: leads, signals: signals)
      .draw(leads: leads, count: count, using: &random)
    func power(_ signal: [Double]) -> Double {
      let mean = signal.reduce(0, +) / Double(count)
      return signal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    }
    let ratio =
      10 * log10(signals.map(power).reduce(0, +) / noise.map(power).reduce(0, +))
    // 9 x 50,000 numbers: the power is known to 0.2 %, 0.01 dB; four times that.
    #expect(abs(ratio - 20) < 0.04)
  }

  @Test func leadsSeeTheElectrodesAsEinthovenAndWilsonSay() {
    #expect(Lead.I.electrodeWeights == [-1, 1, 0, 0, 0, 0, 0, 0, 0])
    #expect(Lead.III.electrodeWeights == [0, -1, 1, 0, 0, 0, 0, 0, 0])
    let v2 = Lead.V2.electrodeWeights
    #expect(v2[4] == 1 && v2[0] == -1.0 / 3 && v2[3] == 0)
  }
}
