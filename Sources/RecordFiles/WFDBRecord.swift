public import Electrocardiogram

/// A WFDB record as it lies on disk: the header and the digital samples.
///
/// Digital samples are what makes two readers comparable to the last bit, and what a wrong gain in
/// the header cannot spoil. `recording` scales them.
public struct WFDBRecord: Sendable, Equatable {
  /// What the header says.
  public var header: WFDBHeader
  /// Digital samples, `[signal][sample]`; `WFDBFormat.missing` of the signal marks a missing one.
  public var samples: [[Int32]]

  /// Creates a record from samples.
  ///
  /// - Precondition: one array of samples for each signal of the header, all of one length.
  public init(header: WFDBHeader, samples: [[Int32]]) {
    precondition(
      header.signals.count == samples.count && Set(samples.map(\.count)).count <= 1,
      "\(header.signals.count) signals with samples \(samples.map(\.count))")
    self.header = header
    self.samples = samples
  }

  /// Reads a record.
  ///
  /// - Parameters:
  ///   - path: The header's path without `.hea`; signal files lie beside it.
  ///   - verifyingChecksums: Whether samples must add up to the header's checksums.
  /// - Returns: The header with its number of samples filled in, and the samples.
  /// - Throws: `cannotRead`, `malformed`, `truncated`, `checksumMismatch`, `notSupported`.
  public static func read(
    _ path: String, verifyingChecksums: Bool = true
  ) throws(RecordFileError) -> WFDBRecord {
    let file = path + ".hea"
    let bytes = try FileBytes.read(file, limit: FileBytes.textLimit)
    let header = try WFDBHeader(parsing: bytes, file: file)
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    return try WFDBRecord(
      header: header, file: file, verifyingChecksums: verifyingChecksums
    ) { name throws(RecordFileError) in try FileBytes.read(folder + name) }
  }

  /// Reads a record's samples from the content of its signal files.
  ///
  /// - Parameters:
  ///   - header: What the header says.
  ///   - file: The header's name for errors.
  ///   - verifyingChecksums: Whether samples must add up to the header's checksums.
  ///   - contents: The bytes of a signal file, called once for each file that the header names.
  /// - Throws: `malformed`, `truncated`, `checksumMismatch`, and what `contents` throws.
  public init(
    header: WFDBHeader, file: String, verifyingChecksums: Bool = true,
    contents: (String) throws(RecordFileError) -> [UInt8]
  ) throws(RecordFileError) {
    var samples: [[Int32]] = []
    var header = header
    while samples.count < header.signals.count {
      let first = header.signals[samples.count]
      let group = header.signals[samples.count...].prefix { $0.file == first.file }
      let bytes = try contents(first.file)
      let frames = try Self.frames(in: bytes.count, first, group.count, header.sampleCount)
      header.sampleCount = frames
      let decoded = SampleCodec.decode(
        bytes, from: first.byteOffset, first.format, signals: group.count, frames: frames)
      for (signal, values) in zip(group, decoded) {
        if verifyingChecksums { try Self.verify(values, signal, header.name, file) }
        samples.append(Self.shift(values, signal))
      }
    }
    self.init(header: header, samples: samples)
  }

  /// The number of frames to read, checked against the file's size.
  private static func frames(
    in byteCount: Int, _ signal: WFDBSignal, _ signals: Int, _ announced: Int?
  ) throws(RecordFileError) -> Int {
    let available =
      signal.format.sampleCount(bytes: max(0, byteCount - signal.byteOffset)) / signals
    guard byteCount >= signal.byteOffset, available >= announced ?? 0 else {
      throw RecordFileError(
        .truncated, file: signal.file, at: .byte(byteCount),
        "ends after \(available) of \(announced ?? 0) samples of \(signals) signals in format "
          + "\(signal.format.rawValue) from byte \(signal.byteOffset) on",
        advice: "fetch the file again or correct the header's number of samples")
    }
    return announced ?? available
  }

  private static func verify(
    _ samples: [Int32], _ signal: WFDBSignal, _ record: String, _ file: String
  ) throws(RecordFileError) {
    guard let expected = signal.checksum else { return }
    let sum = SampleCodec.checksum(samples)
    guard sum == Int16(truncatingIfNeeded: expected) else {
      throw RecordFileError(
        .checksumMismatch, file: file,
        "signal '\(signal.description)' of record '\(record)' adds up to \(sum), not to "
          + "\(expected): \(signal.file) or the header was changed",
        advice: "fetch both files again, or read without verifying checksums",
        remedy: .ignoringChecksums)
    }
  }

  /// Undoes the skew; samples past the file's end are missing.
  private static func shift(_ samples: [Int32], _ signal: WFDBSignal) -> [Int32] {
    guard signal.skew > 0 else { return samples }
    let missing = min(signal.skew, samples.count)
    return samples.dropFirst(missing)
      + [Int32](repeating: signal.format.missing, count: missing)
  }
}

extension WFDBRecord {
  /// The number of samples of every signal.
  public var sampleCount: Int { samples.first?.count ?? 0 }

  /// The samples of one signal in its physical unit: (sample − baseline)/gain, NaN where missing.
  public func physical(_ signal: Int) -> [Double] {
    let line = header.signals[signal]
    return scaled(signal, zero: Double(line.baseline), unitsPerStep: line.gain)
  }

  /// The record in millivolts.
  ///
  /// - Parameters:
  ///   - unitsPerMillivolt: One gain for all signals in place of the header's gains and baselines,
  ///     for headers that state wrong ones; zero volts is then the converter's zero.
  ///   - annotations: Marks that the recording carries, ascending.
  /// - Returns: One channel a signal, NaN where a sample is missing.
  /// - Throws: `notSupported` if a signal's unit is no voltage and no gain is given.
  public func recording(
    unitsPerMillivolt: Double? = nil, annotations: [Annotation] = []
  ) throws(RecordFileError) -> Recording {
    var channels: [Channel] = []
    for (index, line) in header.signals.enumerated() {
      var values: [Double]
      if let unitsPerMillivolt {
        precondition(
          unitsPerMillivolt > 0 && unitsPerMillivolt.isFinite,
          "\(unitsPerMillivolt) units per millivolt is not positive")
        values = scaled(index, zero: Double(line.zero), unitsPerStep: unitsPerMillivolt)
      } else {
        guard let perMillivolt = VoltageUnit.perMillivolt(line.units) else {
          throw RecordFileError(
            .notSupported, file: header.name + ".hea",
            "signal '\(line.description)' is in '\(line.units)', which is no voltage",
            advice: "read WFDBRecord.physical, or give the units per millivolt",
            remedy: .unitsPerMillivolt)
        }
        values = physical(index)
        if perMillivolt != 1 {
          for sample in values.indices { values[sample] /= perMillivolt }
        }
      }
      channels.append(Channel(name: line.description, millivolts: values))
    }
    return Recording(
      name: header.name, samplingRate: header.samplingRate, channels: channels,
      annotations: annotations, comments: header.comments)
  }

  private func scaled(_ signal: Int, zero: Double, unitsPerStep: Double) -> [Double] {
    let missing = header.signals[signal].format.missing
    return samples[signal].map { $0 == missing ? .nan : (Double($0) - zero) / unitsPerStep }
  }
}

/// The units of voltage that files name.
enum VoltageUnit {
  /// How many of the unit make one millivolt, or `nil` if it is no voltage.
  static func perMillivolt(_ name: String) -> Double? {
    switch name {
    case "mV", "mv", "millivolt", "millivolts": 1
    case "uV", "uv", "µV", "μV", "microvolt", "microvolts": 1000
    case "V", "v", "volt", "volts": 0.001
    case "nV", "nv": 1e6
    default: nil
    }
  }
}
