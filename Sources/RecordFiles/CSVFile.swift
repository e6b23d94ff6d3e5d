public import Electrocardiogram

/// A table of samples: a time column in seconds, then a column a lead.
///
/// Lines that begin with `#` are comments, the first other line names the columns, each further one
/// is a sample. Commas separate; semicolons and tabs are read where the names have no comma. Columns
/// are in millivolts unless their name says another unit, such as `II (uV)`; `nan` and empty fields
/// are missing samples. Annotations have no place in it.
public enum CSVFile {
  /// Digits after the point that are written unless asked otherwise; 1e-6 mV keeps the limb-lead
  /// laws of computed leads.
  public static let defaultDecimals = 6

  /// The largest number of digits after the point.
  public static let largestDecimals = 12

  /// Writes a recording.
  ///
  /// Values are rounded to whole steps of the last digit as `LimbLeadQuantisation` says, so that
  /// computed limb leads obey their laws in the text too.
  ///
  /// - Throws: `outOfRange`, `cannotWrite`.
  public static func write(
    _ recording: Recording, to path: String, decimals: Int = defaultDecimals
  ) throws(RecordFileError) {
    try WholeFiles.write([(path, encoded(recording, decimals: decimals, file: path))])
  }

  /// The bytes of the file that `write` makes.
  ///
  /// - Parameters:
  ///   - recording: Channels in millivolts, NaN where missing.
  ///   - decimals: Digits after the point, 6 to 12.
  ///   - file: The name that errors give.
  /// - Returns: UTF-8 text with line feeds.
  /// - Throws: `outOfRange`; `cannotWrite` for names and comments that would read back as others.
  public static func encoded(
    _ recording: Recording, decimals: Int = defaultDecimals, file: String
  ) throws(RecordFileError) -> [UInt8] {
    let head = try head(
      name: recording.name, samplingRate: recording.samplingRate,
      channels: recording.channels.map(\.name), comments: recording.comments, file: file)
    return head + (try rows(recording, from: 0, decimals: decimals, file: file))
  }

  /// What stands before the samples: comments and the names of the columns.
  ///
  /// - Throws: `outOfRange`; `cannotWrite` for names and comments that would read back as others.
  static func head(
    name: String, samplingRate: Double, channels: [String], comments: [String], file: String
  ) throws(RecordFileError) -> [UInt8] {
    guard !channels.isEmpty else {
      throw RecordFileError(
        .cannotWrite, file: file, "the recording has no channels", advice: "add a lead")
    }
    guard rates ~= samplingRate else {
      throw RecordFileError(
        .outOfRange, file: file, "a sampling rate of \(samplingRate) Hz",
        advice: "rates from \(rates.lowerBound) to \(rates.upperBound) Hz are possible")
    }
    var bytes: [UInt8] = []
    let own = [
      "\(Key.record): \(name)", "\(Key.rate): \(samplingRate) Hz", "\(Key.units): mV",
    ]
    for comment in own + comments {
      guard TextLines.isPlain(comment) else {
        throw RecordFileError(
          .cannotWrite, file: file, "'\(comment)' cannot stand as a comment",
          advice: "write one line without blanks or '#' before it")
      }
      bytes += "# \(comment)\n".utf8
    }
    bytes += "time".utf8
    for channel in channels { bytes += ",\(try quoted(channel, file))".utf8 }
    bytes.append(10)
    return bytes
  }

  /// The rows of a stretch of a recording.
  ///
  /// - Parameters:
  ///   - stretch: Its channels in millivolts.
  ///   - first: The number of its first sample in the whole recording.
  ///   - decimals: Digits after the point, 6 to 12.
  ///   - file: The name that errors give.
  /// - Returns: A line a sample.
  /// - Throws: `outOfRange`.
  static func rows(
    _ stretch: Recording, from first: Int, decimals: Int, file: String
  ) throws(RecordFileError) -> [UInt8] {
    precondition((6...largestDecimals).contains(decimals), "\(decimals) decimals, not 6 to 12")
    let scale = (0..<decimals).reduce(into: 1.0) { scale, _ in scale *= 10 }
    let steps = try LimbLeadQuantisation.steps(of: stretch, unitsPerMillivolt: scale)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(stretch.sampleCount * (stretch.channels.count + 1) * (decimals + 4))
    for sample in 0..<stretch.sampleCount {
      let nanoseconds = (Double(first + sample) / stretch.samplingRate * 1e9).rounded()
      guard let time = Int64(exactly: nanoseconds) else {
        throw RecordFileError(
          .outOfRange, file: file, "sample \(first + sample) is at \(nanoseconds) ns",
          advice: "check the sampling rate")
      }
      DecimalNumber.append(time, decimals: timeDecimals, to: &bytes)
      for column in steps {
        bytes.append(UInt8(ascii: ","))
        if column[sample] == LimbLeadQuantisation.missing {
          bytes += "nan".utf8
        } else {
          DecimalNumber.append(column[sample], decimals: decimals, to: &bytes)
        }
      }
      bytes.append(10)
    }
    return bytes
  }

  /// Digits after the point of a time.
  private static let timeDecimals = 9
  /// Rates at which times of nine decimals tell samples apart and stay below 2^53 ns for years.
  private static let rates = 1e-3...1e8

  /// The words before a colon that comments of the file's own begin with.
  enum Key {
    static let record = "record"
    static let rate = "sampling rate"
    static let units = "units"
  }

  /// A column's name, in quotes if it needs them.
  private static func quoted(_ name: String, _ file: String) throws(RecordFileError) -> String {
    let read = CSVColumn(name)
    guard TextLines.isPlain(name), !name.isEmpty, !read.isTime, read.name == name,
      DecimalNumber.parse(Array(name.utf8).span) == nil
    else {
      throw RecordFileError(
        .cannotWrite, file: file, "'\(name)' cannot name a column of millivolts",
        advice: "use the lead's name alone")
    }
    guard name.utf8.contains(where: { ",;\t\"".utf8.contains($0) }) else { return name }
    // Scalars, not characters: a combining mark would hide a quote before it.
    let doubled = name.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    return "\"" + doubled + "\""
  }
}
