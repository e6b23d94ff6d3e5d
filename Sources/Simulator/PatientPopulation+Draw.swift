public import RandomNumbers
public import RhythmLibrary

extension PatientPopulation {
  /// Draws before a patient whose numbers are too far from the middle is moved to the edge: one in
  /// some ten draws is wanted where hardly anything is correlated.
  private static let mostDraws = 500

  /// A patient drawn at random.
  ///
  /// Draws are repeated until every normal number lies within ±`reach` and T ends before the next QRS.
  ///
  /// - Parameters:
  ///   - rrInterval: An RR interval in seconds that the patient has, within `rrIntervals`; drawn too
  ///     without one.
  ///   - random: The beat's generator.
  /// - Returns: The patient's beat, at the patient's own rate.
  public func patient(rrInterval: Double? = nil, using random: inout Philox) -> PatientBeat {
    var numbers: [Double] = []
    for _ in 0..<Self.mostDraws {
      numbers = normals(marginals.map { _ in random.normal() }, rrInterval: rrInterval)
      guard numbers.allSatisfy({ abs($0) <= Self.reach }) else { continue }
      let landmarks = landmarks(parameters(at: numbers))
      if landmarks.qtInterval < landmarks.rrInterval {
        return beat(parameters(at: numbers), rrInterval: rrInterval)
      }
    }
    return beat(
      parameters(at: numbers.map { min(max($0, -Self.reach), Self.reach) }), rrInterval: rrInterval)
  }

  /// The most typical patient at an RR interval in seconds: every other number at its mean.
  public func typicalPatient(rrInterval: Double) -> PatientBeat {
    beat(
      parameters(
        at: normals([Double](repeating: 0, count: marginals.count), rrInterval: rrInterval)),
      rrInterval: rrInterval)
  }
}
