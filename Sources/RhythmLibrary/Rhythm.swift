import Electrocardiogram

/// A heart rhythm: how its beats look, how they follow each other, and the clinical criteria that
/// its records must meet.
///
/// No parameter of a rhythm lives in code: rhythms are read from `Rhythms/*.yaml` and from a user's
/// own folder by `RhythmCatalogue`, and can be written back with `yaml`.
public struct Rhythm: Sendable, Equatable {
  /// The name by which commands call it: its file's name without ending, kebab-case.
  public var name: String
  /// The name in words.
  public var title: String
  /// What a cardiologist would write under the record.
  public var statement: String
  /// Codes in the vocabularies of published data sets.
  public var codes: DiagnosticCodes
  /// How annotation files write it.
  public var annotations: AnnotationCodes
  /// Rhythms whose criteria its records also meet.
  public var isA: [String]
  /// Where its shape and numbers come from.
  public var source: String
  /// The rates at which it may be made; with pacing at the record's rate, the programmed rates.
  public var rate: HeartRateRange
  /// How atria and ventricles are coupled.
  public var conduction: AtrioventricularConduction
  /// The kernels of one beat.
  public var beat: BeatShape
  /// Other beats that foci, pathways and pacemakers cause, by name.
  public var beats: [String: BeatShape]
  /// Waves that never rest.
  public var oscillations: [Oscillation]
  /// Stimuli of a pacemaker, if it has one.
  public var pacing: Pacing?
  /// How its records and their beats differ from each other; `nil` if they do not.
  public var variation: Variation?
  /// The patients that its beats are drawn from, if it was learned from some; `beat` is their median.
  public var population: PatientPopulation?
  /// What its records must show when they are measured.
  public var criteria: [Criterion]

  /// Creates a rhythm.
  public init(
    name: String, title: String, statement: String, codes: DiagnosticCodes,
    annotations: AnnotationCodes = AnnotationCodes(rhythm: .N), isA: [String] = [], source: String,
    rate: HeartRateRange, conduction: AtrioventricularConduction, beat: BeatShape,
    beats: [String: BeatShape] = [:], oscillations: [Oscillation] = [], pacing: Pacing? = nil,
    variation: Variation? = nil, population: PatientPopulation? = nil, criteria: [Criterion]
  ) {
    self.name = name
    self.title = title
    self.statement = statement
    self.codes = codes
    self.annotations = annotations
    self.isA = isA
    self.source = source
    self.rate = rate
    self.conduction = conduction
    self.beat = beat
    self.beats = beats
    self.oscillations = oscillations
    self.pacing = pacing
    self.variation = variation
    self.population = population
    self.criteria = criteria
  }
}

extension Rhythm {
  /// The type of its conducted beats as annotation files write it.
  public var beatSymbol: String { annotations.beat.rawValue }

  /// The rhythm as annotation files write it, such as `(BII`.
  public var rhythmAnnotation: String { "(" + annotations.rhythm.rawValue }
}

/// Codes of a rhythm in two vocabularies; an empty list means that the vocabulary has none.
public struct DiagnosticCodes: Sendable, Equatable {
  /// Statement codes of PTB-XL (SCP-ECG), such as `1AVB`.
  public var scp: [String]
  /// SNOMED CT concepts as the PhysioNet Challenge 2021 uses them.
  public var snomed: [String]

  /// Creates the codes.
  public init(scp: [String], snomed: [String]) {
    self.scp = scp
    self.snomed = snomed
  }
}

/// Rates that a rhythm spans: of its ventricles, or of its sinus node where beats are dropped or paused.
public struct HeartRateRange: Sendable, Equatable {
  /// Lowest and highest rate, beats a minute.
  public var perMinute: ClosedRange<Double>
  /// The rate if nobody asks for another, beats a minute.
  public var defaultPerMinute: Double

  /// Creates a range.
  ///
  /// - Precondition: the default lies inside it.
  public init(perMinute: ClosedRange<Double>, defaultPerMinute: Double) {
    precondition(
      perMinute.contains(defaultPerMinute), "default \(defaultPerMinute) outside \(perMinute)")
    self.perMinute = perMinute
    self.defaultPerMinute = defaultPerMinute
  }
}

/// How the ventricles follow the atria: one of three simple ways, or every part of the heart by itself.
public enum AtrioventricularConduction: Sendable, Equatable {
  /// Every atrial event is followed by a ventricular one. The delay in seconds runs from the atrial
  /// event (onset of P) to the ventricular event (onset of QRS).
  case conducted(delay: Double)
  /// The atria beat on their own clock, at this multiple of the ventricular rate.
  case dissociated(atrialRateRatio: Double)
  /// The atria are silent.
  case noAtrialActivity
  /// Every part stated.
  case system(ConductionSystem)
}
