/// One signal of an EDF file.
public struct EDFSignal: Sendable, Equatable {
  /// Its name, up to 16 characters of ASCII.
  public var label: String
  /// Its physical unit, up to 8 characters.
  public var unit: String
  /// The physical values of the two digital ones.
  public var physicalMinimum, physicalMaximum: Double
  /// The least and greatest digital value.
  public var digitalMinimum, digitalMaximum: Int
  /// What measured it, and what filtered it.
  public var transducer = ""
  /// What filtered it.
  public var prefilter = ""

  /// Creates a signal.
  public init(
    label: String, unit: String, physical: ClosedRange<Double>, digital: ClosedRange<Int>
  ) {
    self.label = label
    self.unit = unit
    (physicalMinimum, physicalMaximum) = (physical.lowerBound, physical.upperBound)
    (digitalMinimum, digitalMaximum) = (digital.lowerBound, digital.upperBound)
  }

  /// The physical value of a digital one.
  public func physical(_ digital: Int32) -> Double {
    let scale =
      (physicalMaximum - physicalMinimum) / Double(digitalMaximum - digitalMinimum)
    return physicalMinimum + (Double(digital) - Double(digitalMinimum)) * scale
  }
}

/// A text at a time.
public struct EDFAnnotation: Sendable, Equatable {
  /// Seconds from the start of the file, in steps of 0.1 ms where it was written here.
  public var onset: Double
  /// What happened.
  public var text: String

  /// Creates an annotation.
  public init(onset: Double, text: String) {
    self.onset = onset
    self.text = text
  }
}

/// What the header of an EDF+ file says beside its signals.
public struct EDFHeader: Sendable, Equatable {
  /// The patient's sex, if it is known.
  public var isFemale: Bool?
  /// More about the patient; blanks become underscores.
  public var patient = ""
  /// The program or device.
  public var equipment = ""
  /// More about the recording.
  public var recording = ""

  /// Creates a header that says nothing.
  public init() {}
}
