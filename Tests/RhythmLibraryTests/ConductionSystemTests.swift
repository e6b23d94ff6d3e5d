import Electrocardiogram
import Foundation
import RhythmLibrary
import Testing

@Suite struct ConductionSystemTests {
  /// A rhythm in which every part of the heart states something.
  static let text = """
    schema: 1
    title: Test
    statement: Test.
    codes: {scp: [SR], snomed: []}
    source: test
    rate: {rangePerMinute: [50, 90], defaultPerMinute: 60}
    conduction:
      sinus:
        rangePerMinute: [70, 75]
        respiratorySwingMilliseconds: 20
        slowSwingMilliseconds: 10
        jitterMilliseconds: 5
        conductionMilliseconds: 50
        arrest:
          everyBeats: [3, 5]
          pauseMilliseconds: [2600, 4000]
          clearOfMultiplesPercent: 20
      atria: {refractoryMilliseconds: 180}
      node:
        delayMilliseconds: [140, 180]
        delayFall: {belowMilliseconds: 520, percent: 35.8}
        recoveryDelayMilliseconds: 1900
        recoveryMilliseconds: 200
        refractoryMilliseconds: [500, 540]
        refractoryPercentOfInterval: 15
        relativeMilliseconds: 100
        slowPathwayPercent: 40
        slowPathwayMilliseconds: 200
        concealedMilliseconds: 50
        retrogradeMilliseconds: 130
      bundle: {refractoryMilliseconds: 300, conducted: [2, 4], dropped: [1, 2]}
      ventricularRefractoryMilliseconds: 240
      pathway: {delayMilliseconds: 90, retrogradeMilliseconds: 140, beat: delta}
      foci:
        - at: ventricles
          coupled:
            couplingPercent: [55, 80]
            everyBeats: [4, 9]
            runBeats: [1, 3]
            cycleMilliseconds: [350, 400]
          beats: [early, delta]
          symbol: V
        - at: junction
          automatic: {rangePerMinute: [40, 50], jitterMilliseconds: 8}
          retrogradeMilliseconds: -60
          retrogradeBeat: early
          symbol: J
    beat:
      basis: dipole
      atRatePerMinute: 60
      QRS:
        - {atMilliseconds: 40, widthMilliseconds: 9, xyzMillivolts: [1, 0.5, 0]}
      T:
        - {atMilliseconds: 300, widthMilliseconds: 40, xyzMillivolts: [0.3, 0.1, 0]}
    beats:
      delta:
        QRS:
          - {atMilliseconds: 60, widthMilliseconds: 19, xyzMillivolts: [1, 0.5, 0]}
      early:
        T: []
    pacing:
      mode: DDD
      avDelayMilliseconds: 150
      upperRatePerMinute: 120
      atrialRefractoryMilliseconds: 260
      sensedPercent: 90
      failureEveryPulses: [3, 6]
      ventricularBeat: early
      stimuli:
        - {chamber: A, beforeMilliseconds: 20, widthMilliseconds: 0.4, xyzMillivolts: [1, 1, 1]}
    criteria:
      - name: rate
        measure: heartRate
        atLeastPerMinute: 50
        source: test
        trust: textbook
    annotations: {rhythm: N}
    """

  func reading(_ text: String) throws(RhythmError) -> Rhythm {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: folder.appending(path: "mine.yaml"))
    } catch {
      Issue.record(error)
    }
    return try RhythmCatalogue(additionalFolder: folder).rhythm(named: "mine")
  }

  @Test func everyPartIsReadInSeconds() throws {
    let rhythm = try reading(Self.text)
    guard case .system(let system) = rhythm.conduction else {
      Issue.record("no system")
      return
    }
    #expect(system.sinus?.perMinute == 70...75 && system.sinus?.respiratorySwing == 0.02)
    #expect(system.sinus?.arrest == SinusArrest(every: 3...5, pause: 2.6...4, clearance: 0.2))
    #expect(system.node.delayFall == DelayFall(below: 0.52, slope: 0.358))
    #expect(system.node.delay == 0.14...0.18 && system.node.refractoryTime == 0.5...0.54)
    #expect(system.node.refractoryPerInterval == 0.15 && system.node.retrogradeDelay == 0.13)
    #expect(system.bundle.conducted == 2...4 && system.bundle.dropped == 1...2)
    #expect(system.pathway?.delay == 0.09 && system.pathway?.beat == "delta")
    #expect(system.ventricularRefractoryTime == 0.24 && system.atria.refractoryTime == 0.18)
    #expect(
      system.foci[0].timing
        == .coupled(coupling: 0.55...0.8, every: 4...9, run: 1...3, cycle: 0.35...0.4))
    #expect(system.foci[1].timing == .automatic(perMinute: 40...50, jitter: 0.008))
    #expect(system.foci[1].retrogradeDelay == -0.06)
    let pacing = try #require(rhythm.pacing)
    #expect(pacing.avDelay == 0.15 && pacing.sensing == 0.9 && pacing.capture == 3...6)
  }

  @Test func whereImpulsesReachTheNodeTheFileSaysItsDelay() throws {
    // The lines from `node` to the key after it.
    let start = try #require(Self.text.range(of: "  node:"))
    let end = try #require(Self.text.range(of: "  bundle:"))
    var text = Self.text
    text.removeSubrange(start.lowerBound..<end.lowerBound)
    do throws(RhythmError) {
      _ = try reading(text)
      Issue.record("a node without a delay was read")
    } catch {
      #expect(error.code == .missingKey && error.message.contains("'node'"))
    }
  }

  @Test func aNamedBeatTakesOverWhatItDoesNotState() throws {
    let rhythm = try reading(Self.text)
    #expect(rhythm.beats["delta"]?.kernels[.QRS]?[0].width == 0.019)
    #expect(rhythm.beats["delta"]?.kernels[.T] == rhythm.beat.kernels[.T])
    #expect(rhythm.beats["early"]?.kernels[.QRS] == rhythm.beat.kernels[.QRS])
    #expect(rhythm.beats["early"]?.kernels[.T]?.isEmpty == true)
  }

  @Test func whatIsWrittenReadsBackEqual() throws {
    var rhythm = try reading(Self.text)
    rhythm.name = "mine"
    #expect(try reading(rhythm.yaml) == rhythm)
    rhythm.conduction = .system(ConductionSystem(sinus: nil))
    #expect(try reading(rhythm.yaml) == rhythm)
    rhythm.conduction = .system(
      ConductionSystem(sinus: nil, atria: AtrialTissue(fibrillationPerSecond: 5...7)))
    #expect(try reading(rhythm.yaml) == rhythm)
  }

  @Test(arguments: [
    ("respiratorySwingMilliseconds: 20", "respiratorySwing: 20", "sinus.respiratorySwing"),
    ("pauseMilliseconds: [2600, 4000]", "pauseMilliseconds: [4000, 2600]", "4000 is above 2600"),
    ("everyBeats: [3, 5]", "everyBeats: [0, 5]", "outside 1 to 1000"),
    ("{refractoryMilliseconds: 180}", "{fibrillationPerSecond: [5, 6]}", "must be silent"),
    ("conducted: [2, 4], ", "", "'conducted' must say"),
    (
      "    delayMilliseconds: [140, 180]\n", "", "the key 'delayMilliseconds' is missing"
    ),
    (
      "    delayMilliseconds: [140", "    conducts: false\n    delayMilliseconds: [140",
      "conducts nothing has no delay"
    ),
    ("percent: 35.8", "percent: 358", "outside 0 to 100 %"),
    ("at: ventricles", "at: ventricle", "'ventricle' is none of"),
    ("beats: [early, delta]", "beats: [late]", "no beat 'late' among delta, early"),
    (
      "    - at: ventricles\n", "    - at: atria\n      retrogradeMilliseconds: 60\n",
      "junctional"
    ),
    ("runBeats: [1, 3]", "runBeats: [1, 1]", "a single beat has no cycle"),
    ("mode: DDD", "mode: VVI", "only DDD links the chambers"),
    ("ventricularBeat: early", "ventricularBeat: broad", "no beat 'broad'"),
    ("    T: []", "    T: []\n    basis: [I, II]\n    QRS: []", "another basis"),
    ("    T: []", "    T: none", "expected a list"),
    (
      "delayMilliseconds: [140, 180]", "delayMilliseconds: 150",
      "expected [from, to] in ms, found '150'"
    ),
    (
      "delayMilliseconds: [140, 180]", "delayMilliseconds: [140, 160, 180]",
      "expected [from, to] in ms, found a list of 3"
    ),
    ("everyBeats: [3, 5]", "everyBeats: 4", "expected [from, to] in whole numbers, found '4'"),
  ])
  func aFaultIsNamedInOneLine(old: String, new: String, says: String) throws {
    let spoilt = Self.text.replacing(old, with: new, maxReplacements: 1)
    #expect(spoilt != Self.text)
    do throws(RhythmError) {
      _ = try reading(spoilt)
      Issue.record("\(new) was read")
    } catch {
      #expect(error.description.contains(says) && !error.description.contains("\n"), "\(error)")
    }
  }
}
