public import Electrocardiogram

extension WFDBRecord {
  /// Writes the record as `PATH.hea` and `PATH.dat`, with annotations also `PATH.SUFFIX`.
  ///
  /// The samples are stored as they are; the header's names of record and files, format, counts,
  /// initial values and checksums are set from what is written.
  ///
  /// - Parameters:
  ///   - path: Where to write, without ending; its last part becomes the record's name.
  ///   - format: How the signal file stores samples.
  ///   - annotations: What to write beside it, by suffix, such as `["atr": …]`; none if empty.
  /// - Throws: `outOfRange` if a sample has no representation in the format; `cannotWrite`. The
  ///   files that were there before are then untouched.
  public func write(
    to path: String, format: WFDBFormat, annotations: [String: [Annotation]] = [:]
  ) throws(RecordFileError) {
    try WholeFiles.write(encoded(as: path, format: format, annotations: annotations))
  }

  /// The files that `write` makes, in the order in which they take their places.
  ///
  /// - Parameters:
  ///   - path: Where to write, without ending; its last part becomes the record's name.
  ///   - format: How the signal file stores samples.
  ///   - annotations: What to write beside it, by suffix.
  /// - Returns: Path and content of each file; the header is the last.
  /// - Throws: `outOfRange` if a sample has no representation in the format; `cannotWrite`.
  public func encoded(
    as path: String, format: WFDBFormat, annotations: [String: [Annotation]] = [:]
  ) throws(RecordFileError) -> [(path: String, bytes: [UInt8])] {
    let (_, name) = WholeFiles.split(path)
    guard !samples.isEmpty else {
      throw RecordFileError(
        .cannotWrite, file: path, "the record has no signals", advice: "add a lead")
    }
    var header = header
    header.name = name
    header.sampleCount = sampleCount
    var stored = samples
    for index in header.signals.indices {
      let missing = header.signals[index].format.missing
      if missing != format.missing {
        for sample in stored[index].indices where stored[index][sample] == missing {
          stored[index][sample] = format.missing
        }
      }
      try Self.check(samples[index], missing: missing, format, header.signals[index], path)
      header.signals[index].file = name + ".dat"
      header.signals[index].format = format
      header.signals[index].skew = 0
      header.signals[index].byteOffset = 0
      if !(1...format.bits ~= header.signals[index].resolution) {
        header.signals[index].resolution = format.bits
      }
      header.signals[index].initialValue = stored[index].first.map(Int.init) ?? 0
      header.signals[index].checksum = Int(SampleCodec.checksum(stored[index]))
    }
    var files = [(path: path + ".dat", bytes: SampleCodec.encode(stored, format))]
    for (suffix, marks) in annotations.sorted(by: { $0.key < $1.key }) {
      let file = "\(path).\(suffix)"
      guard WFDBHeader.isName(suffix), !["hea", "dat"].contains(suffix) else {
        throw RecordFileError(
          .cannotWrite, file: file, "'\(suffix)' is no suffix of annotations",
          advice: "use letters, such as 'atr'")
      }
      try files.append((file, AnnotationFile(annotations: marks).encoded(file: file)))
    }
    files.append((path + ".hea", Array(try header.text(file: path + ".hea").utf8)))
    return files
  }

  private static func check(
    _ samples: [Int32], missing: Int32, _ format: WFDBFormat, _ signal: WFDBSignal, _ path: String
  ) throws(RecordFileError) {
    guard
      let index = samples.firstIndex(where: { $0 != missing && !format.values.contains($0) })
    else { return }
    throw RecordFileError(
      .outOfRange, file: path + ".dat",
      "sample \(index) of '\(signal.description)' is \(samples[index]); format \(format.rawValue) "
        + "holds \(format.values.lowerBound) to \(format.values.upperBound)",
      advice: "choose a smaller gain or a wider format")
  }
}

extension WFDBRecord {
  /// Turns millivolts into digital samples with one gain for all signals.
  ///
  /// Limb leads that follow from I and II do so in integers too: see `LimbLeadQuantisation`.
  ///
  /// - Parameters:
  ///   - recording: What to store; NaN becomes the format's mark of a missing sample.
  ///   - format: How the samples will be stored.
  ///   - unitsPerMillivolt: Digital units in a millivolt.
  /// - Throws: `outOfRange` with lead, sample and value if a value does not fit; nothing wraps.
  public init(
    quantising recording: Recording, format: WFDBFormat = .format16,
    unitsPerMillivolt: Double = 1000
  ) throws(RecordFileError) {
    let steps = try LimbLeadQuantisation.steps(of: recording, unitsPerMillivolt: unitsPerMillivolt)
    var samples: [[Int32]] = []
    for (channel, steps) in zip(recording.channels, steps) {
      var values = [Int32](repeating: format.missing, count: steps.count)
      for (index, step) in steps.enumerated() where step != LimbLeadQuantisation.missing {
        guard let value = Int32(exactly: step), format.values.contains(value) else {
          throw RecordFileError(
            .outOfRange, file: recording.name,
            "lead \(channel.name), sample \(index): \(channel.millivolts[index]) mV is \(step) "
              + "units; format \(format.rawValue) holds \(format.values.lowerBound) to "
              + "\(format.values.upperBound)",
            advice: "choose fewer than \(unitsPerMillivolt) units per millivolt or a wider format")
        }
        values[index] = value
      }
      samples.append(values)
    }
    let signals = recording.channels.map {
      WFDBSignal(
        file: recording.name + ".dat", format: format, gain: unitsPerMillivolt,
        description: $0.name)
    }
    self.init(
      header: WFDBHeader(
        name: recording.name, samplingRate: recording.samplingRate,
        sampleCount: recording.sampleCount, signals: signals, comments: recording.comments),
      samples: samples)
  }
}
