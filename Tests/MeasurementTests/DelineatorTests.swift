import Electrocardiogram
import Foundation
import Measurement
import Testing

@Suite("Delineator")
struct DelineatorTests {
  private static let hearts: [(name: String, heart: SyntheticHeart)] = [
    ("normal", .normal), ("left bundle branch block", .leftBundleBranchBlock),
    ("right bundle branch block", .rightBundleBranchBlock), ("paced", .paced),
    ("peaked T", .peakedT),
  ]

  private func errors(
    _ beats: [BeatWaves], _ onsets: [Double], _ rate: Double, _ truth: Double,
    _ mark: (BeatWaves) -> Int?
  ) -> [Double] {
    zip(beats, onsets).compactMap { beat, onset in
      mark(beat).map { Double($0) / rate - onset - truth }
    }
  }

  private func median(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.sorted()[values.count / 2]
  }

  @Test(
    "bounds of simulated waves lie within 10 ms of the kernels', T within 15",
    arguments: zip([250.0, 500, 1000], [0.01, 0, 0.01]))
  func simulatedBounds(samplingRate: Double, noise: Double) throws {
    for (name, heart) in Self.hearts {
      let truth = SyntheticTruth(heart)
      let onsets = SyntheticHeart.regular(66, duration: 8)
      let d = try Delineator().delineate(
        heart.recording(onsets: onsets, duration: 8, samplingRate: samplingRate, noise: noise))
      try #require(d.consensus.count == onsets.count)
      func check(_ what: String, _ truth: Double, _ tolerance: Double, _ mark: (BeatWaves) -> Int?)
      {
        let error = median(errors(d.consensus, onsets, samplingRate, truth, mark))
        #expect(abs(error) <= tolerance, "\(name) \(what): \(error * 1000) ms")
      }
      check("QRS onset", truth.qrsOnset, 0.010) { $0.qrs?.onset }
      check("QRS offset", truth.qrsOffset, 0.010) { $0.qrs?.offset }
      // The trapezium is no threshold: it ends T where its flank meets rest, which for kernels of
      // 27 to 50 ms lies up to 15 ms from the point of 5 % of the height.
      check("T offset", truth.tOffset, 0.015) { $0.t?.offset }
      if heart.p.isEmpty {
        #expect(d.consensus.allSatisfy { $0.p == nil }, "\(name) has no P")
      } else {
        check("P onset", truth.pOnset, 0.010) { $0.p?.onset }
        check("P offset", truth.pOffset, 0.010) { $0.p?.offset }
        #expect(d.consensus.dropFirst().allSatisfy { $0.p != nil }, "\(name) has P")
      }
    }
  }

  @Test("a long PR interval is followed up to 320 ms", arguments: [200, 260, 320])
  func longPR(milliseconds: Int) throws {
    let onsets = SyntheticHeart.regular(60, duration: 15)
    let truth = SyntheticTruth(.normal)
    let pr = Double(milliseconds) / 1000
    // The kernels of P, shifted so that P begins PR before QRS.
    let shift = pr - (truth.qrsOnset - truth.pOnset)
    let d = try Delineator().delineate(
      SyntheticHeart.normal.recording(
        onsets: onsets, atrialOnsets: onsets.map { $0 - shift }, duration: 15, noise: 0.01))
    let measured = d.consensus.compactMap { beat -> Double? in
      guard let p = beat.p?.onset, let qrs = beat.qrs?.onset else { return nil }
      return Double(qrs - p) / 500
    }
    #expect(measured.count >= onsets.count - 1)
    #expect(abs(median(measured) - pr) <= 0.01, "\(median(measured))")
  }

  @Test("marks of a beat are in order and within the recording, in every lead")
  func order() throws {
    for (_, heart) in Self.hearts {
      let onsets = SyntheticHeart.regular(90, duration: 10)
      let recording = heart.recording(onsets: onsets, duration: 10, noise: 0.05)
      let d = try Delineator().delineate(recording)
      #expect(
        d.leads.map(\.lead) == [.I, .II, .V1, .V2, .V3, .V4, .V5, .V6, .III, .aVR, .aVL, .aVF])
      for beats in d.leads.map(\.beats) + [d.consensus] {
        #expect(beats.count == d.rPeaks.count)
        for beat in beats {
          let marks = [beat.p, beat.qrs, beat.t].compactMap { $0 }
            .flatMap { [$0.onset, $0.peak, $0.offset] }.compactMap { $0 }
          #expect(marks == marks.sorted())
          #expect(marks.allSatisfy { $0 >= 0 && $0 < recording.sampleCount })
        }
      }
    }
  }

  @Test("one lead alone is delineated")
  func oneLead() throws {
    let onsets = SyntheticHeart.regular(66, duration: 12)
    var recording = SyntheticHeart.normal.recording(onsets: onsets, duration: 12, noise: 0.005)
    recording.channels = recording.channels.filter { $0.lead == .II }
    let d = try Delineator().delineate(recording)
    let truth = SyntheticTruth(.normal)
    let beats = try #require(d.beats(in: .II))
    // One lead sees less of the complex than all: 15 ms.
    let onset = median(errors(beats, onsets, 500, truth.qrsOnset) { $0.qrs?.onset })
    #expect(abs(onset) <= 0.015)
    #expect(d.beats(in: .V1) == nil)
  }

  @Test("what cannot be measured gives no waves and does not trap")
  func degenerate() throws {
    for count in [1, 2, 5, 50, 300] {
      for value in [0.0, .nan] {
        let recording = Recording(
          name: "flat", samplingRate: 500,
          channels: [Channel(name: "I", millivolts: [Double](repeating: value, count: count))])
        #expect(try Delineator().delineate(recording).consensus.isEmpty)
      }
      var noise = GaussianNoise(seed: UInt64(count))
      let recording = Recording(
        name: "noise", samplingRate: 500,
        channels: [Channel(name: "I", millivolts: (0..<count).map { _ in noise.next() })])
      // R peaks that somebody else found, at the ends too.
      let d = try Delineator().delineate(recording, rPeaks: [0, count / 2, count - 1, count + 7])
      #expect(d.consensus.count == d.rPeaks.count)
    }
  }
}
