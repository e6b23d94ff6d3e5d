public import Electrocardiogram

extension CSVFile {
  /// Reads a recording.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - samplingRate: In hertz, in place of what the time column says; needed without one.
  ///   - unitsPerMillivolt: Divides all values, in place of the units that the file states.
  /// - Returns: A channel a column, named after the column without its unit.
  /// - Throws: `malformed` with the line; `incomplete` if nothing tells the sampling rate.
  public static func read(
    _ path: String, samplingRate: Double? = nil, unitsPerMillivolt: Double? = nil
  ) throws(RecordFileError) -> Recording {
    try parse(
      FileBytes.read(path, limit: FileBytes.textLimit), file: path, samplingRate: samplingRate,
      unitsPerMillivolt: unitsPerMillivolt)
  }

  /// Reads a recording from the bytes of its file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - file: The name that errors give; the recording takes its last part unless a comment says
  ///     `record: NAME`.
  ///   - samplingRate: In hertz, in place of what the time column says; needed without one.
  ///   - unitsPerMillivolt: Divides all values, in place of the units that the file states.
  /// - Returns: A channel a column, named after the column without its unit.
  /// - Throws: `malformed` with the line; `incomplete` if nothing tells the sampling rate.
  public static func parse(
    _ bytes: [UInt8], file: String, samplingRate: Double? = nil, unitsPerMillivolt: Double? = nil
  ) throws(RecordFileError) -> Recording {
    for value in [samplingRate, unitsPerMillivolt] {
      precondition(value.map { $0 > 0 && $0.isFinite } ?? true, "\(value ?? 0) is not positive")
    }
    var table = CSVTable(bytes: bytes, file: file)
    try table.run()
    let rate =
      if let samplingRate { samplingRate } else { try table.samplingRate() }
    var channels: [Channel] = []
    for (column, var values) in zip(table.columns, table.values) where !column.isTime {
      let perMillivolt = unitsPerMillivolt ?? column.perMillivolt
      if perMillivolt != 1 { for index in values.indices { values[index] /= perMillivolt } }
      channels.append(Channel(name: column.name, millivolts: values))
    }
    let (_, name) = WholeFiles.split(file)
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    return Recording(
      name: table.declared[Key.record] ?? stem, samplingRate: rate, channels: channels,
      comments: table.comments)
  }
}

/// A column of a table of samples.
struct CSVColumn {
  /// The name without its unit.
  var name: String
  /// Whether it holds times.
  var isTime: Bool
  /// What its values are divided by for seconds or millivolts.
  var perMillivolt: Double

  /// Takes a unit off the name: `II (uV)`, `II [uV]` and `II_uV`; `time` and `t` mean times.
  init(_ title: String) {
    name = title
    isTime = false
    perMillivolt = 1
    var unit = ""
    for (open, close) in [("(", ")"), ("[", "]"), ("_", "")] as [(Character, String)] {
      guard title.hasSuffix(close), let start = title.lastIndex(of: open) else { continue }
      let stem = TextLines.trim(title[..<start])
      guard !stem.isEmpty else { continue }
      let inner = title[title.index(after: start)...].dropLast(close.count)
      if let scale = VoltageUnit.perMillivolt(String(inner)) {
        name = stem
        perMillivolt = scale
        return
      }
      if Self.secondsPer[String(inner)] != nil {
        unit = String(inner)
        name = stem
        break
      }
    }
    if ["time", "times", "t", "seconds", "sec"].contains(name.lowercased()) {
      isTime = true
      perMillivolt = Self.secondsPer[unit] ?? 1
    } else if !unit.isEmpty {
      name = title
    }
  }

  /// How many of a unit of time make a second.
  private static let secondsPer = [
    "s": 1.0, "sec": 1, "seconds": 1, "ms": 1000, "us": 1e6, "µs": 1e6,
  ]
}
