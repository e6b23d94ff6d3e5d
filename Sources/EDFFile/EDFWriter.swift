import CEDF

/// Writes an EDF+ file a data record at a time.
///
/// Its date is 1 January 1985, which stands for none, so that the same content gives the same bytes.
public final class EDFWriter {
  /// Owned by EDFlib's table; closed by `finish` or `deinit`.
  private var handle: Int32
  private let signals: Int
  private let timing: EDFTiming
  /// Annotations that there is room for.
  private let capacity: Int
  private var annotations = 0

  /// The most signals of annotations that a file may have.
  static let largestAnnotationSignals = 64
  /// Bytes of a text that is written whole.
  public static let longestText = 40

  /// Creates a file.
  ///
  /// - Parameters:
  ///   - path: Where; what is there is replaced.
  ///   - signals: The signals.
  ///   - timing: How time is cut into data records.
  ///   - annotationLimit: The most annotations that there will be.
  ///   - header: What else the header says.
  /// - Throws: `cannotWrite`; `outOfRange` for more annotations than data records hold.
  public init(
    path: String, signals: [EDFSignal], timing: EDFTiming, annotationLimit: Int,
    header: EDFHeader
  ) throws(EDFError) {
    let recordCount = timing.recordCount
    let each = max(1, (annotationLimit + recordCount - 1) / max(recordCount, 1))
    guard each <= Self.largestAnnotationSignals else {
      throw EDFError(
        .outOfRange,
        "\(annotationLimit) annotations in \(recordCount) data records, which hold "
          + "\(Self.largestAnnotationSignals * recordCount)")
    }
    self.signals = signals.count
    self.timing = timing
    capacity = each * recordCount
    handle = EDFLibrary.exclusively {
      edfopen_file_writeonly(path, EDFLIB_FILETYPE_EDFPLUS, Int32(signals.count))
    }
    guard handle >= 0 else { throw EDFError(.cannotWrite, "cannot be created") }
    for (index, signal) in signals.enumerated() { try set(signal, Int32(index)) }
    try check(
      edf_set_datarecord_duration(handle, Int32(timing.tensOfMicroseconds)), "its data records")
    try check(
      edf_set_number_of_annotation_signals(handle, Int32(each)), "its signals of annotations")
    try check(edf_set_startdatetime(handle, 1985, 1, 1, 0, 0, 0), "its date")
    try set(header)
  }

  deinit {
    if handle >= 0 { _ = EDFLibrary.exclusively { edfclose_file(handle) } }
  }

  private func set(_ signal: EDFSignal, _ index: Int32) throws(EDFError) {
    try check(edf_set_samplefrequency(handle, index, Int32(timing.samples)), "a data record")
    try check(edf_set_label(handle, index, signal.label), "the label '\(signal.label)'")
    try check(edf_set_physical_dimension(handle, index, signal.unit), "the unit '\(signal.unit)'")
    try check(edf_set_physical_maximum(handle, index, signal.physicalMaximum), "its range")
    try check(edf_set_physical_minimum(handle, index, signal.physicalMinimum), "its range")
    try check(edf_set_digital_maximum(handle, index, Int32(signal.digitalMaximum)), "its range")
    try check(edf_set_digital_minimum(handle, index, Int32(signal.digitalMinimum)), "its range")
    if !signal.transducer.isEmpty {
      try check(edf_set_transducer(handle, index, signal.transducer), "its transducer")
    }
    if !signal.prefilter.isEmpty {
      try check(edf_set_prefilter(handle, index, signal.prefilter), "its prefilter")
    }
  }

  private func set(_ header: EDFHeader) throws(EDFError) {
    if let isFemale = header.isFemale {
      try check(edf_set_gender(handle, isFemale ? 0 : 1), "the patient's sex")
    }
    if !header.patient.isEmpty {
      try check(edf_set_patient_additional(handle, header.patient), "the patient")
    }
    if !header.equipment.isEmpty {
      try check(edf_set_equipment(handle, header.equipment), "the equipment")
    }
    if !header.recording.isEmpty {
      try check(edf_set_recording_additional(handle, header.recording), "the recording")
    }
  }

  /// Appends a data record.
  ///
  /// - Parameter samples: Digital values, all of the first signal, then all of the next.
  /// - Precondition: as many as a data record has.
  /// - Throws: `cannotWrite`.
  public func append(_ samples: [Int16]) throws(EDFError) {
    precondition(samples.count == signals * timing.samples, "\(samples.count) samples")
    var samples = samples
    try check(edf_blockwrite_digital_short_samples(handle, &samples), "its samples")
  }

  /// Adds an annotation.
  ///
  /// - Throws: `outOfRange` for a longer text than is written whole, or one too many.
  public func annotate(_ annotation: EDFAnnotation) throws(EDFError) {
    guard annotation.text.utf8.count <= Self.longestText, annotation.onset >= 0 else {
      throw EDFError(
        .outOfRange,
        "the annotation '\(annotation.text)' at \(annotation.onset) s has more than "
          + "\(Self.longestText) bytes or comes before the start")
    }
    annotations += 1
    guard annotations <= capacity else {
      throw EDFError(.outOfRange, "more than the \(capacity) annotations that were announced")
    }
    let step = Int64((annotation.onset * 1e4).rounded())
    try check(edfwrite_annotation_utf8(handle, step, -1, annotation.text), "an annotation")
  }

  /// Completes the file.
  ///
  /// - Throws: `cannotWrite`.
  public func finish() throws(EDFError) {
    let status = EDFLibrary.exclusively { edfclose_file(handle) }
    handle = -1
    try check(status, "its end")
  }

  private func check(_ status: Int32, _ what: String) throws(EDFError) {
    guard status == 0 else {
      throw EDFError(.cannotWrite, "\(what) cannot be written (EDFlib \(status))")
    }
  }
}
