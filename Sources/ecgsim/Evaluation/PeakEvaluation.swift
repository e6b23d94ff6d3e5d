import Electrocardiogram
import Foundation
import Measurement

/// Compares R peaks of a folder's records with annotations or, without any, with XQRS.
struct PeakEvaluation: FolderEvaluation {
  static let key = "peaks"
  /// Rate at which XQRS is asked about records without annotations, in hertz.
  static let agreementRate = 500.0

  let reading: RecordOptions
  let leads: LeadSelection
  let noise: NoiseStress?
  let peers: PeerDetectors
  let pictures: DetectionPictures?

  /// Where the beats of one record were found, in samples at `samplingRate`.
  struct Detections {
    let recording: Recording
    let samplingRate: Double
    let reference: ReferenceBeats
    let referenceName: String
    var own: [Int]
    var peers: [String: [Int]]
  }

  /// Every record has beats, and XQRS stands in where none are annotated.
  func judges(_ group: EvaluatedFolder.Group) -> Bool { true }

  func table(
    of group: EvaluatedFolder.Group, progress: () -> Void
  ) throws -> any EvaluationTable {
    let window =
      group.reference == .none ? PeakTable.agreementWindow : PeakTable.annotationWindow
    var table = PeakTable(
      folder: group.folder, reference: text(group.reference), windowSeconds: window,
      noise: noise.map {
        "'\($0.noise.name)' at \($0.decibels.formatted(1)) dB \($0.pattern.rawValue)"
      }, versions: peers.versions)
    for path in group.records {
      defer { progress() }
      let name = URL(fileURLWithPath: path).lastPathComponent
      do {
        let found = try detections(in: path, group.reference)
        let tolerance = Int(window * found.samplingRate)
        var matchings = found.peers.mapValues {
          found.reference.matching($0, tolerance: tolerance)
        }
        let own = found.reference.matching(found.own, tolerance: tolerance)
        matchings[PeakTable.own] = own
        if group.reference == .none {
          matchings[PeakTable.own + " where XQRS works"] = whereXQRSWorks(found, tolerance)
          matchings[PeakTable.own + " there, 150 ms"] = whereXQRSWorks(
            found, Int(PeakTable.annotationWindow * found.samplingRate))
        }
        let before = table.disagreements.count
        table.add(name, matchings, samplingRate: found.samplingRate)
        try pictures?.draw(table.disagreements[before...], found)
      } catch {
        guard let failure = Failure(translating: error), failure.status == .badInput else {
          throw error
        }
        table.skipped[name] = failure.message
      }
    }
    return table
  }

  private func text(_ reference: EvaluatedFolder.Reference) -> String {
    switch reference {
    case .beats(let suffix):
      "the beats annotated in .\(suffix), ventricular fibrillation and flutter ([ to ]) left out"
    case .waves: "the complexes that half of the leads mark, from the first to the last"
    case .none:
      "\(PeerDetectors.xqrs) on lead II resampled to \(Self.agreementRate.formatted(0)) Hz"
    }
  }

  private func detections(
    in path: String, _ kind: EvaluatedFolder.Reference
  ) throws -> Detections {
    var recording = try reading.read(path)
    let annotated = try kind.beats(of: path, recording)
    if let noise {
      guard let annotated else {
        throw Failure(.badInput, "without annotated beats the noise cannot be scaled")
      }
      recording = try noise.added(to: recording, beats: annotated.samples)
    }
    let whole = recording
    recording = try chosen(of: recording)
    let own = try RPeakDetector().rPeaks(in: recording)
    guard let signal = signalForPeers(of: recording, annotated == nil) else {
      throw Failure(.badInput, "neither beats are annotated nor is there a lead II")
    }
    let rate = annotated == nil ? Self.agreementRate : recording.samplingRate
    var found = try peers.beats(
      in: signal, samplingRate: recording.samplingRate, resampledTo: rate)
    if let annotated {
      return Detections(
        recording: whole, samplingRate: rate, reference: annotated, referenceName: "annotated",
        own: own, peers: found)
    }
    guard let theirs = found.removeValue(forKey: PeerDetectors.xqrs) else {
      throw Failure(.badInput, "no beat is annotated and \(PeerDetectors.xqrs) is absent")
    }
    return Detections(
      recording: whole, samplingRate: rate, reference: ReferenceBeats(samples: theirs),
      referenceName: PeerDetectors.xqrs,
      own: own.map { Int((Double($0) * rate / recording.samplingRate).rounded()) }, peers: found)
  }

  /// The leads asked for.
  private func chosen(of recording: Recording) throws -> Recording {
    guard let leads = leads.leads else { return recording }
    var result = recording
    result.channels = try leads.map { lead in
      guard let samples = recording.millivolts(of: lead) else {
        throw Failure(.badInput, "it has no lead \(lead)")
      }
      return Channel(name: lead.rawValue, millivolts: samples)
    }
    return result
  }

  /// The one lead that peers get: II, else the first; `nil` if it must be II and is not there.
  private func signalForPeers(of recording: Recording, _ mustBeII: Bool) -> [Double]? {
    if leads.leads == nil || mustBeII, let samples = recording.millivolts(of: .II) {
      return samples
    }
    return mustBeII ? nil : recording.channels.first?.millivolts
  }

  /// The comparison from the first to the last beat of XQRS, which finds none in the first instants and
  /// in some records none at all.
  private func whereXQRSWorks(_ found: Detections, _ tolerance: Int) -> BeatMatching {
    var reference = found.reference
    guard let first = reference.samples.first, let last = reference.samples.last else {
      return BeatMatching()
    }
    reference.annotated = (first - tolerance)...(last + tolerance)
    return reference.matching(found.own, tolerance: tolerance)
  }
}
