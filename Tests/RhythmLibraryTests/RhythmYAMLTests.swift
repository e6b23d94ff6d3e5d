import CardiacModel
import Electrocardiogram
import Foundation
import RhythmLibrary
import Testing

@Suite struct RhythmYAMLTests {
  /// Reads a rhythm from a folder that holds this text alone, under a name no preset has.
  func reading(_ text: String, named name: String = "written") throws -> Rhythm {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: name + ".yaml"))
    return try RhythmCatalogue(additionalFolder: folder).rhythm(named: name)
  }

  @Test(arguments: try RhythmCatalogue().names)
  func everyPresetReadsBackEqual(name: String) throws {
    var rhythm = try RhythmCatalogue().rhythm(named: name)
    rhythm.name = "written"
    let back = try reading(rhythm.yaml)
    #expect(back == rhythm)
    #expect(back.yaml == rhythm.yaml)
  }

  @Test func awkwardNumbersAndWordsReadBackEqual() throws {
    let beat = BeatShape(
      basis: .leads([.I, .II, .V3]), atRatePerMinute: 71.3,
      kernels: [
        .QRS: [TimedKernel(time: 0.1 / 3, width: 0.007 / 3, amplitudes: [1 / 3, 0, -0.1])],
        .T: [TimedKernel(time: 0.3, width: 0.04, amplitudes: [0.1, 0.2, 1e-7])],
      ],
      plateaus: [
        TimedPlateau(
          wave: .T, onset: 0.07 / 3, onsetWidth: 0.01, offset: 0.25, offsetWidth: 0.04,
          amplitudes: [0.01, 0, 0])
      ])
    let test = MeasureTest(
      measure: .j40Level, over: .medianBeat,
      lower: Limit(0.1, inclusive: true), upper: Limit(1 / 3, inclusive: false))
    let claims: [Claim] = [
      .leads([.I, .II], atLeast: 1, .test(test)), .leads([.I], atLeast: 1, .not(.test(test))),
      .any([.all([.leads([.V3], atLeast: 1, .test(test))])]),
      .neighbours(
        [SignedLead(.aVR, isInverted: true), SignedLead(.II)],
        .all([.leadIsOneOf([.II]), .test(test)])),
    ]
    let words = [
      "no", "a: b # c", "\"quoted\\\" & *x", " spaces ", "two\nlines", "µV·s ≥ 1", "1e3", "~",
    ]
    let rhythm = Rhythm(
      name: "written", title: words[0], statement: words[1],
      codes: DiagnosticCodes(scp: ["1AVB"], snomed: []), isA: ["sinus-rhythm"], source: words[2],
      rate: HeartRateRange(perMinute: 33.3...66.6, defaultPerMinute: 50.1),
      conduction: .conducted(delay: 0.2 / 3), beat: beat,
      pacing: Pacing(
        mode: .VVI,
        stimuli: [
          Pacing.Stimulus(
            chamber: .rightVentricle, time: -0.01 / 3, width: 0.0004, amplitudes: [0, 1, 2])
        ]),
      criteria: zip(words[3...] + words[...2], claims).map { word, claim in
        Criterion(
          name: word, block: nil, patients: PatientGroup(sex: .female, ageBelowYears: 40),
          claim: claim, source: word, trust: .paper)
      })
    #expect(try reading(rhythm.yaml) == rhythm)
  }

  @Test func silentAtriaReadBackEqual() throws {
    var rhythm = try RhythmCatalogue().rhythm(named: "ventricular-pacing")
    rhythm.name = "written"
    rhythm.conduction = .noAtrialActivity
    #expect(try reading(rhythm.yaml) == rhythm)
    #expect(AnalyticFiducials(rhythm.heart(rrInterval: 1, ppInterval: nil)).pWave == nil)
    #expect(AnalyticFiducials(rhythm.heart(rrInterval: 1, ppInterval: 1)).pWave != nil)
  }
}
