/// One activation of the atria or of the ventricles.
public struct ChamberActivation: Sendable, Equatable {
  /// What caused it.
  public enum Origin: Sendable, Equatable {
    /// The sinus node.
    case sinus
    /// A focus, by its place in the system's list.
    case focus(Int)
    /// The atria, by way of the node and the bundle.
    case conducted
    /// The other chamber, by way of an accessory pathway.
    case pathway
    /// The ventricles, backwards through the node.
    case retrograde
    /// A pacemaker.
    case paced
  }

  /// Onset of P or of QRS in seconds from the start of the record.
  public var time: Double
  /// What caused it.
  public var origin: Origin
  /// The beat that it shows, by name; `nil` is the rhythm's own.
  public var beat: String?
  /// The type of a ventricular beat as annotation files write it.
  public var symbol: String
  /// The number of the stage of the record in which it came.
  public var stage = 0

  /// Creates an activation.
  public init(time: Double, origin: Origin, beat: String? = nil, symbol: String = "N") {
    self.time = time
    self.origin = origin
    self.beat = beat
    self.symbol = symbol
  }

  /// The same, come in a stage.
  func inStage(_ stage: Int) -> ChamberActivation {
    var activation = self
    activation.stage = stage
    return activation
  }
}

/// A pacing pulse, and whether the chamber answered.
public struct EmittedPulse: Sendable, Equatable {
  /// Its start in seconds.
  public var time: Double
  /// Which of the pacemaker's stimuli it is.
  public var stimulus: Int
  /// Whether the output reached the threshold of the muscle.
  public var isEffective: Bool
  /// The number of the stage of the record in which it came.
  public var stage = 0
}

/// Everything that the event process of one record did, in the order of time.
public struct ElectricalActivity: Sendable, Equatable {
  /// Activations of the atria.
  public var atria: [ChamberActivation] = []
  /// Activations of the ventricles.
  public var ventricles: [ChamberActivation] = []
  /// Turns of a flutter circuit, in seconds.
  public var flutterTurns: [Double] = []
  /// Pulses of the pacemaker.
  public var pulses: [EmittedPulse] = []

  /// Creates an activity in which nothing happened.
  public init() {}

  /// Mean RR interval in seconds; `nil` with fewer than two beats.
  public var meanInterval: Double? {
    guard let first = ventricles.first, let last = ventricles.last, ventricles.count > 1 else {
      return nil
    }
    return (last.time - first.time) / Double(ventricles.count - 1)
  }
}
