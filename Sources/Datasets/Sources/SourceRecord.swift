public import Statements

/// A recording of a data set and what the set says of it.
public struct SourceRecord: Sendable, Equatable {
  /// Name within the set.
  public var name: String
  /// What `RecordReader` reads.
  public var path: String
  /// The patient, by any name that is theirs alone within the set.
  public var patient: String
  /// The fold that the set's publisher put it in, if any.
  public var fold: Int?
  /// Age in years, if known.
  public var ageYears: Double?
  /// Sex as recorded, if known.
  public var sex: Condition.Sex?
  /// The report, if there is one.
  public var report: String?
  /// What the set's codes say.
  public var codedStatements: [Statement]

  /// Describes a recording.
  public init(
    name: String, path: String, patient: String, fold: Int? = nil, ageYears: Double? = nil,
    sex: Condition.Sex? = nil, report: String? = nil, codedStatements: [Statement] = []
  ) {
    self.name = name
    self.path = path
    self.patient = patient
    self.fold = fold
    self.ageYears = ageYears
    self.sex = sex
    self.report = report
    self.codedStatements = codedStatements
  }
}

/// A data set in the layout in which it is published.
public protocol RecordSource: Sendable {
  /// The name that records of it carry.
  var name: String { get }
  /// Lists the recordings without reading them, in a fixed order.
  ///
  /// - Throws: If the layout is not the expected one.
  func records() throws(DatasetError) -> [SourceRecord]
}
