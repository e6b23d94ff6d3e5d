import Electrocardiogram
import RecordFiles

/// Writes beats as they are made; nothing of them stays in memory.
struct BeatWriter {
  private let file: BeatFile
  private let total: Int
  private let frame: TruthFrame
  private var array: NPYStream?
  private var text: JSONStream?
  private var tables = 0

  /// What is written.
  var format: BeatFile.Format { file.format }

  /// Begins the files.
  ///
  /// - Parameters:
  ///   - file: What is written.
  ///   - total: Beats that there will be.
  ///   - first: The first beat, whose leads and samples all have.
  ///   - staged: Where the file and the truth beside it are put until they are whole.
  /// - Throws: `RecordFileError`.
  init(
    _ file: BeatFile, total: Int, first: SimulatedBeat, staged: (file: String, truth: String)
  ) throws {
    self.file = file
    self.total = total
    frame = TruthFrame(
      layout: file.format == .npy ? "[beat, lead, sample], float32, mV" : "a column a lead, mV",
      first)
    switch file.format {
    case .csv: break
    case .json: text = try JSONStream(path: staged.file)
    case .npy:
      array = try NPYStream(
        path: staged.file, element: .float32,
        axes: [first.leads.count, first.millivolts.first?.count ?? 0])
      text = try JSONStream(path: staged.truth, member: "beats", of: frame)
    }
  }

  /// Writes the next beats.
  mutating func write(_ piece: BeatPiece, into files: borrowing OutputFiles) throws {
    try array?.append(.float32(piece.samples))
    try text?.append(file.format == .npy ? piece.truths : piece.json)
    for beat in piece.beats {
      let paths = file.table(tables, of: total)
      try files.write(paths.table) { try RecordWriter.write(beat.recording, to: $0, as: .csv) }
      try files.write(paths.truth) { path in
        let stream = try JSONStream(path: path, member: "beats", of: frame)
        try stream.append(try JSON.elements([beat.truth], indentation: 4))
        try stream.finish()
      }
      tables += 1
    }
  }

  /// Completes the files.
  func finish() throws {
    try array?.finish()
    try text?.finish()
  }
}

/// What a table or an array of beats does not hold beside their truth: how to make them again.
private struct TruthFrame: Encodable {
  let layout: String
  let leads: [Lead]
  let samplingRate: Double
  let seed: UInt64
  let version = Version.current
  let notice = Version.notice

  init(layout: String, _ beat: SimulatedBeat) {
    self.layout = layout
    leads = beat.leads
    samplingRate = beat.samplingRate
    seed = beat.seed
  }
}
