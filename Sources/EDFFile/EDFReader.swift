import CEDF

/// Reads EDF, EDF+C, BDF and BDF+C files.
public final class EDFReader {
  /// Owned by EDFlib's table; closed by `deinit`.
  private let handle: Int32
  /// The signals, without those of annotations.
  public let signals: [EDFSignal]
  /// Samples of each signal.
  public let sampleCounts: [Int]
  /// Samples of each signal a second.
  public let samplingRates: [Double]
  /// Texts in the file's order; none in EDF without plus.
  public let annotations: [EDFAnnotation]
  /// What else the header says: patient and recording, as far as they are said.
  public let patient, recording: String

  /// Seconds in a step of EDFlib's times.
  private static let step = 1e-7

  /// Opens a file and reads all but the samples.
  ///
  /// - Throws: `cannotRead`, `malformed`, `notSupported`.
  public init(path: String) throws(EDFError) {
    // The structure of 640 signals is too large for a stack of a thread.
    let pointer = UnsafeMutablePointer<edf_hdr_struct>.allocate(capacity: 1)
    pointer.initialize(to: edf_hdr_struct())
    defer { pointer.deallocate() }
    let status = EDFLibrary.exclusively {
      edfopen_file_readonly(path, pointer, EDFLIB_READ_ALL_ANNOTATIONS)
    }
    guard status == 0 else { throw EDFError(opening: pointer.pointee.filetype) }
    handle = pointer.pointee.handle
    let count = Int(pointer.pointee.edfsignals)
    let seconds = Double(pointer.pointee.datarecord_duration) * Self.step
    var signals: [EDFSignal] = []
    var counts: [Int] = []
    var rates: [Double] = []
    withUnsafeBytes(of: &pointer.pointee.signalparam) { bytes in
      for parameters in bytes.bindMemory(to: edf_param_struct.self).prefix(count) {
        var parameters = parameters
        var signal = EDFSignal(
          label: Self.text(&parameters.label), unit: Self.text(&parameters.physdimension),
          physical: 0...0, digital: 0...0)
        (signal.physicalMinimum, signal.physicalMaximum) = (
          parameters.phys_min, parameters.phys_max
        )
        (signal.digitalMinimum, signal.digitalMaximum) = (
          Int(parameters.dig_min), Int(parameters.dig_max)
        )
        signal.transducer = Self.text(&parameters.transducer)
        signal.prefilter = Self.text(&parameters.prefilter)
        signals.append(signal)
        counts.append(Int(parameters.smp_in_file))
        rates.append(Double(parameters.smp_in_datarecord) / seconds)
      }
    }
    (self.signals, sampleCounts, samplingRates) = (signals, counts, rates)
    let fields = [
      Self.text(&pointer.pointee.patient), Self.text(&pointer.pointee.patientcode),
      Self.text(&pointer.pointee.gender), Self.text(&pointer.pointee.patient_additional),
    ]
    patient = fields.filter { !$0.isEmpty }.joined(separator: " ")
    let notes = [
      Self.text(&pointer.pointee.recording), Self.text(&pointer.pointee.equipment),
      Self.text(&pointer.pointee.recording_additional),
    ]
    recording = notes.filter { !$0.isEmpty }.joined(separator: " ")
    var annotations: [EDFAnnotation] = []
    var annotation = edf_annotation_struct()
    for index in 0..<pointer.pointee.annotations_in_file {
      guard edf_get_annotation(handle, Int32(index), &annotation) == 0 else { break }
      annotations.append(
        EDFAnnotation(
          onset: Double(annotation.onset) * Self.step, text: Self.whole(&annotation.annotation)))
    }
    self.annotations = annotations
  }

  deinit { _ = EDFLibrary.exclusively { edfclose_file(handle) } }

  /// The digital samples of a signal.
  ///
  /// - Throws: `cannotRead` if the file ends before its header says so.
  public func samples(of signal: Int) throws(EDFError) -> [Int32] {
    let count = sampleCounts[signal]
    guard let wanted = Int32(exactly: count) else {
      throw EDFError(.notSupported, "\(count) samples of a signal")
    }
    var read: Int32 = 0
    edfrewind(handle, Int32(signal))
    let samples = [Int32](unsafeUninitializedCapacity: count) { buffer, filled in
      read = edfread_digital_samples(handle, Int32(signal), wanted, buffer.baseAddress)
      filled = max(0, Int(read))
    }
    guard Int(read) == count else {
      throw EDFError(.cannotRead, "\(read) of \(count) samples of '\(signals[signal].label)'")
    }
    return samples
  }

  /// A text that ends with a zero.
  private static func whole<Field>(_ field: inout Field) -> String {
    withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// A field of fixed length, without blanks at its ends.
  private static func text<Field>(_ field: inout Field) -> String {
    withUnsafeBytes(of: &field) { bytes in
      var characters = bytes.prefix { $0 != 0 }
      while characters.last == 32 { characters.removeLast() }
      return String(decoding: characters.drop { $0 == 32 }, as: UTF8.self)
    }
  }
}
