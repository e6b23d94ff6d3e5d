import EDFFile
public import Electrocardiogram
import Foundation

/// Recordings of EDF, EDF+, BDF and BDF+ files.
public enum EDFRecord {
  /// Potentials in a millivolt, by the unit's name in lower case.
  private static let units = [
    "mv": 1.0, "uv": 1e-3, "µv": 1e-3, "nv": 1e-6, "v": 1e3, "": 1,
  ]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - unitsPerMillivolt: The digital units of a millivolt, in place of the file's own ranges.
  /// - Returns: Signals in millivolts; texts as annotations and comments.
  /// - Throws: `cannotRead`, `malformed`; `notSupported` for gaps, several sampling rates and units
  ///   that are no potentials.
  public static func read(
    _ path: String, unitsPerMillivolt: Double? = nil
  ) throws(RecordFileError) -> Recording {
    try FileBytes.check(path)
    let reader = try translated(path) { () throws(EDFError) in try EDFReader(path: path) }
    guard let rate = reader.samplingRates.first, rate > 0, rate.isFinite else {
      throw RecordFileError(
        .malformed, file: path, "holds no signals", advice: "check that it is the right file")
    }
    var channels: [Channel] = []
    for (index, signal) in reader.signals.enumerated() {
      guard reader.samplingRates[index] == rate else {
        throw RecordFileError(
          .notSupported, file: path,
          "'\(signal.label)' has \(reader.samplingRates[index]) samples a second, "
            + "'\(reader.signals[0].label)' \(rate)",
          advice: "leave signals of other rates out, for example with EDFbrowser")
      }
      let name = Self.name(signal.label)
      guard let scale = units[signal.unit.lowercased()] else {
        throw RecordFileError(
          .notSupported, file: path, "'\(signal.label)' is in '\(signal.unit)', no potential",
          advice: "leave that signal out, for example with EDFbrowser")
      }
      guard signal.digitalMaximum > signal.digitalMinimum,
        signal.physicalMinimum.isFinite, signal.physicalMaximum.isFinite
      else {
        throw RecordFileError(
          .malformed, file: path, "'\(signal.label)' has no range", advice: "write the file again")
      }
      let samples = try translated(path) { () throws(EDFError) in try reader.samples(of: index) }
      channels.append(
        Channel(
          name: name,
          millivolts: unitsPerMillivolt.map { gain in samples.map { Double($0) / gain } }
            ?? samples.map { signal.physical($0) * scale }))
    }
    let (marks, comments) = marks(
      reader.annotations, samplingRate: rate, count: channels.first?.millivolts.count ?? 0)
    if let end = reader.annotations.last(where: { $0.text == EDFAnnotationText.end }) {
      let count = Int((end.onset * rate).rounded())
      for index in channels.indices where count > 0 && count < channels[index].millivolts.count {
        channels[index].millivolts.removeSubrange(count...)
      }
    }
    let (_, file) = WholeFiles.split(path)
    return Recording(
      name: String(file.prefix(upTo: file.lastIndex(of: ".") ?? file.endIndex)),
      samplingRate: rate, channels: channels, annotations: marks, comments: comments)
  }

  /// Writes a recording as EDF+, whole or not at all.
  ///
  /// - Throws: `outOfRange` for what EDF cannot hold; `cannotWrite`.
  public static func write(
    _ recording: Recording, to path: String
  ) throws(RecordFileError) {
    let place = path + ".\(UInt64.random(in: 0...UInt64.max)).tmp"
    defer { _ = unsafe unlink(place) }
    let stream = try EDFStream(
      path: place,
      RecordFrame(
        name: recording.name, samplingRate: recording.samplingRate,
        channels: recording.channels.map(\.name), sampleCount: recording.sampleCount,
        comments: recording.comments,
        annotationLimit: recording.annotations.reduce(0) {
          let text = EDFAnnotationText.text($1)
          return $0 + EDFAnnotationText.pieces(text, limit: EDFWriter.longestText).count
        }), named: path)
    try stream.append(recording)
    try stream.finish(annotations: recording.annotations, comments: recording.comments)
    guard unsafe rename(place, path) == 0 else {
      throw RecordFileError(
        .cannotWrite, file: path, "cannot be put in its place",
        advice: "check that the folder exists and has room", underlying: SystemError(number: errno))
    }
  }

  /// A label as a lead's name: recommended ones begin with the kind of signal.
  private static func name(_ label: String) -> String {
    for prefix in ["ECG ", "EKG "] where label.hasPrefix(prefix) {
      return String(label.dropFirst(prefix.count))
    }
    return label
  }

  private static func marks(
    _ annotations: [EDFAnnotation], samplingRate: Double, count: Int
  ) -> ([Annotation], [String]) {
    var texts: [EDFAnnotation] = []
    for annotation in annotations {
      if annotation.text.hasPrefix(EDFAnnotationText.continuation), let last = texts.indices.last,
        texts[last].onset == annotation.onset
      {
        texts[last].text += annotation.text.dropFirst(EDFAnnotationText.continuation.count)
      } else {
        texts.append(annotation)
      }
    }
    var marks: [Annotation] = []
    var comments: [String] = []
    for annotation in texts where annotation.text != EDFAnnotationText.end {
      if annotation.text.hasPrefix(EDFAnnotationText.comment), annotation.onset == 0 {
        comments.append(String(annotation.text.dropFirst(EDFAnnotationText.comment.count)))
        continue
      }
      let sample = (annotation.onset * samplingRate).rounded()
      guard sample >= 0, sample < Double(count) else { continue }
      marks.append(EDFAnnotationText.mark(annotation.text, at: Int(sample)))
    }
    // Swift's sort is stable.
    return (marks.sorted { $0.sample < $1.sample }, comments)
  }

  private static func translated<Result>(
    _ path: String, _ body: () throws(EDFError) -> Result
  ) throws(RecordFileError) -> Result {
    do {
      return try body()
    } catch {
      let code: RecordFileError.Code =
        switch error.code {
        case .cannotRead, .cannotWrite: .cannotRead
        case .malformed, .outOfRange: .malformed
        case .notSupported: .notSupported
        }
      throw RecordFileError(
        code, file: path, error.description, advice: "check that it is a whole EDF file")
    }
  }
}
