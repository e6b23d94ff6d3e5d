import Conduction
import RandomNumbers
import RhythmLibrary
import Testing

@Suite struct ConductionStageTests {
  private func run(_ stages: [ConductionStage], duration: Double = 60) -> ElectricalActivity {
    var random = Philox(seed: 3)
    return ConductionEngine.run(stages, duration: duration, using: &random)
  }

  private func stage(
    _ start: Double, _ system: ConductionSystem, rate: Double = 60, pacing: Pacing? = nil
  ) -> ConductionStage {
    ConductionStage(start: start, system: system, pacing: pacing, ratePerMinute: rate)
  }

  @Test func theSinusNodeGoesOnFromItsLastBeatAtTheNewRate() {
    let activity = run([
      stage(0, ConductionSystem()), stage(30.4, ConductionSystem(), rate: 100),
    ])
    let times = activity.atria.map(\.time)
    let intervals = zip(times.dropFirst(), times).map(-)
    // Sums of decimal fractions over a minute.
    let before = zip(times, intervals).filter { $0.0 + 1 < 30.4 }.map(\.1)
    let after = zip(times, intervals).filter { $0.0 > 30.4 }.map(\.1)
    #expect(before.allSatisfy { abs($0 - 1) < 1e-9 } && before.count >= 29)
    #expect(after.allSatisfy { abs($0 - 0.6) < 1e-9 } && after.count >= 45)
    let change = try? #require(
      zip(times, intervals).first { $0.0 <= 30.4 && $0.0 + $0.1 > 30.4 }?.1)
    #expect((0.6...1).contains(change ?? 0))
    #expect(activity.atria.allSatisfy { ($0.time >= 30.4) == ($0.stage == 1) })
  }

  @Test func fibrillationComesAndGoes() {
    let fibrillation = ConductionSystem(
      sinus: nil, atria: AtrialTissue(fibrillationPerSecond: 6...6),
      node: AtrioventricularNode(refractoryTime: 0.35...0.35))
    let activity = run([
      stage(0, ConductionSystem()), stage(20, fibrillation), stage(40, ConductionSystem()),
    ])
    #expect(activity.atria.allSatisfy { $0.stage != 1 })
    let last = activity.atria.filter { $0.time < 30 }.map(\.time).max() ?? 0
    let first = activity.atria.filter { $0.time > 30 }.map(\.time).min() ?? 0
    // The sinus node wakes after one of its intervals.
    #expect(last < 20 && abs(first - 41) < 1e-9)
    let irregular = activity.ventricles.filter { (21..<40).contains($0.time) }.map(\.time)
    let intervals = zip(irregular.dropFirst(), irregular).map(-)
    #expect((intervals.max() ?? 0) - (intervals.min() ?? 0) > 0.1 && intervals.count > 20)
  }

  @Test func noTwoBeatsAreCloserThanTheVentriclesAllow() {
    let tachycardia = ConductionSystem(
      foci: [
        Focus(site: .ventricles, timing: .automatic(perMinute: 180...180, jitter: 0), symbol: "V")
      ])
    for start in stride(from: 20.0, to: 21, by: 0.05) {
      let activity = run([
        stage(0, ConductionSystem()), stage(start, tachycardia),
        stage(start + 10, ConductionSystem()),
      ])
      let times = activity.ventricles.map(\.time)
      let shortest = zip(times.dropFirst(), times).map(-).min() ?? 0
      #expect(shortest >= ConductionSystem().ventricularRefractoryTime)
      let ectopic = activity.ventricles.filter { $0.symbol == "V" }.map(\.time)
      #expect(ectopic.count > 25)
      #expect(ectopic.allSatisfy { $0 >= start && $0 < start + 10.01 })
    }
  }

  @Test func oneStageIsTheHeartAlone() {
    let system = ConductionSystem(sinus: SinusNode(jitter: 0.02))
    var (a, b) = (Philox(seed: 9), Philox(seed: 9))
    let alone = ConductionEngine.run(system, ratePerMinute: 70, duration: 30, using: &a)
    let staged = ConductionEngine.run(
      [stage(-.infinity, system, rate: 70)], duration: 30, using: &b)
    #expect(alone == staged && alone.ventricles.count > 30)
  }
}
