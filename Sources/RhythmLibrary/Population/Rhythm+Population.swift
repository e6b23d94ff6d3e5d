extension Rhythm {
  /// A rhythm whose beats are those of a population's patients; its own beat is their median.
  public init(
    name: String, title: String, statement: String, codes: DiagnosticCodes,
    annotations: AnnotationCodes = AnnotationCodes(rhythm: .N), isA: [String] = [], source: String,
    rate: HeartRateRange, population: PatientPopulation, criteria: [Criterion]
  ) {
    let median = population.median
    self.init(
      name: name, title: title, statement: statement, codes: codes, annotations: annotations,
      isA: isA, source: source, rate: rate, conduction: median.conduction, beat: median.shape,
      population: population, criteria: criteria)
  }

  /// The same rhythm in one patient of its population.
  public func showing(_ patient: PatientBeat) -> Rhythm {
    var rhythm = self
    rhythm.beat = patient.shape
    rhythm.conduction = patient.conduction
    rhythm.population = nil
    return rhythm
  }
}

extension PatientBeat {
  /// How its atria are coupled to its ventricles.
  var conduction: AtrioventricularConduction {
    landmarks.prInterval.map { .conducted(delay: $0) } ?? .noAtrialActivity
  }
}
