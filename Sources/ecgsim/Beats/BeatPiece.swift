import Electrocardiogram

/// Beats made ready to be written, on the thread that made them.
struct BeatPiece: Sendable {
  /// Rows of the array, if one is written.
  var samples: [Float] = []
  /// The beats' truth as JSON, if a file of its own holds it.
  var truths: [UInt8] = []
  /// The beats as JSON, if that is written or printed.
  var json: [UInt8] = []
  /// The beats themselves, if each gets files of its own.
  var beats: [SimulatedBeat] = []

  /// Makes beats ready.
  ///
  /// - Parameters:
  ///   - beats: The beats.
  ///   - format: What is written.
  ///   - printsJSON: Whether the beats are printed too.
  /// - Throws: What the encoder of JSON throws.
  init(_ beats: [SimulatedBeat], as format: BeatFile.Format?, printsJSON: Bool) throws {
    switch format {
    case .npy:
      samples.reserveCapacity(
        beats.reduce(0) { $0 + $1.leads.count * ($1.millivolts.first?.count ?? 0) })
      for beat in beats {
        for row in beat.millivolts { for value in row { samples.append(Float(value)) } }
      }
      truths = try JSON.elements(beats.map(\.truth), indentation: 4)
    case .csv: self.beats = beats
    case .json, nil: break
    }
    if printsJSON || format == .json { json = try JSON.elements(beats, indentation: 2) }
  }
}
