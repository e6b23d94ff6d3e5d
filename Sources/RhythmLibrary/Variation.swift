/// How records of a rhythm differ from each other, and the beats of one record.
///
/// A record draws its patient once; after that its beats follow breathing alone, so that what a
/// record shows stays what it is.
public struct Variation: Sendable, Equatable {
  /// Between patients.
  public var patients: PatientScatter
  /// Between the beats of a record.
  public var respiration: Respiration
  /// Where the numbers come from.
  public var source: String
  /// How far they can be believed.
  public var trust: Trust

  /// Creates a variation.
  public init(
    patients: PatientScatter, respiration: Respiration, source: String, trust: Trust
  ) {
    self.patients = patients
    self.respiration = respiration
    self.source = source
    self.trust = trust
  }
}

/// Standard deviations between patients, of normal draws that are cut at two of them.
///
/// Kernels of a wave are scattered together first: a large heart is large in all of its QRS complex,
/// slow conduction draws out all of it, and J moves with the end of QRS.
public struct PatientScatter: Sendable, Equatable {
  /// Relative, of the height of all kernels of P.
  public var pSize: Double
  /// The same of QRS.
  public var qrsSize: Double
  /// The same of ST, T and U.
  public var tSize: Double
  /// Relative, of the height of each kernel beside its wave's.
  public var kernelSize: Double
  /// Relative, of the duration of P.
  public var pDuration: Double
  /// Relative, of the duration of QRS.
  public var qrsDuration: Double
  /// Relative, of the time from J to the end of T.
  public var repolarisation: Double
  /// Of the angle by which the whole heart is turned in the frontal plane, in radians.
  public var axis: Double

  /// Creates a scatter; without arguments all patients are alike.
  public init(
    pSize: Double = 0, qrsSize: Double = 0, tSize: Double = 0, kernelSize: Double = 0,
    pDuration: Double = 0, qrsDuration: Double = 0, repolarisation: Double = 0, axis: Double = 0
  ) {
    self.pSize = pSize
    self.qrsSize = qrsSize
    self.tSize = tSize
    self.kernelSize = kernelSize
    self.pDuration = pDuration
    self.qrsDuration = qrsDuration
    self.repolarisation = repolarisation
    self.axis = axis
  }
}

/// How far one breath moves size and axis of the heart; both follow one phase.
public struct Respiration: Sendable, Equatable {
  /// Relative change of all heights, to either side.
  public var size: Double
  /// Turn in the frontal plane, to either side, in radians.
  public var axis: Double
  /// Breaths a minute.
  public var perMinute: ClosedRange<Double>

  /// Creates a respiration.
  public init(size: Double, axis: Double, perMinute: ClosedRange<Double>) {
    self.size = size
    self.axis = axis
    self.perMinute = perMinute
  }
}
