/// The parts of the heart that make and pass on impulses, as parameters of one event process.
///
/// Sinus node and foci fire; atria, node, bundle, pathway and ventricles pass impulses on, each with its
/// own delay and refractory period. Blocks, dissociation, echo beats, pauses and fusion follow. Times are
/// in seconds; a range is drawn anew for each record or, where said, for each event.
public struct ConductionSystem: Sendable, Equatable {
  /// The sinus node; `nil` is silent.
  public var sinus: SinusNode?
  /// The atria.
  public var atria: AtrialTissue
  /// The atrioventricular node.
  public var node: AtrioventricularNode
  /// Bundle of His and its branches.
  public var bundle: HisBundle
  /// Refractory period of the ventricles.
  public var ventricularRefractoryTime: Double
  /// A connection beside the node.
  public var pathway: AccessoryPathway?
  /// Foci that escape or fire early.
  public var foci: [Focus]

  /// Creates a system; without arguments it is a healthy heart.
  public init(
    sinus: SinusNode? = SinusNode(), atria: AtrialTissue = AtrialTissue(),
    node: AtrioventricularNode = AtrioventricularNode(), bundle: HisBundle = HisBundle(),
    ventricularRefractoryTime: Double = 0.25, pathway: AccessoryPathway? = nil, foci: [Focus] = []
  ) {
    self.sinus = sinus
    self.atria = atria
    self.node = node
    self.bundle = bundle
    self.ventricularRefractoryTime = ventricularRefractoryTime
    self.pathway = pathway
    self.foci = foci
  }
}

/// The clock of a healthy heart.
public struct SinusNode: Sendable, Equatable {
  /// Beats a minute; `nil` goes by the rate of the record.
  public var perMinute: ClosedRange<Double>?
  /// Beats for each of the record's rate, where it has no rate of its own: 2 under a block of 2:1.
  public var timesRate = 1.0
  /// Swing of the interval with a breath, to either side.
  public var respiratorySwing: Double
  /// Swing of the interval with the waves of blood pressure at 0.1 Hz, to either side.
  public var slowSwing: Double
  /// Standard deviation of the interval from beat to beat.
  public var jitter: Double
  /// Time from an atrial impulse from elsewhere to the node's reset, and from the node back.
  public var conductionTime: Double
  /// Pauses in which the node is silent.
  public var arrest: SinusArrest?

  /// Creates a node; without arguments it is a metronome at the record's rate.
  public init(
    perMinute: ClosedRange<Double>? = nil, respiratorySwing: Double = 0, slowSwing: Double = 0,
    jitter: Double = 0, conductionTime: Double = 0.06, arrest: SinusArrest? = nil
  ) {
    self.perMinute = perMinute
    self.respiratorySwing = respiratorySwing
    self.slowSwing = slowSwing
    self.jitter = jitter
    self.conductionTime = conductionTime
    self.arrest = arrest
  }
}

/// Pauses of the sinus node.
public struct SinusArrest: Sendable, Equatable {
  /// Beats from one pause to the next, drawn anew each time.
  public var every: ClosedRange<Int>
  /// Length of the pause, drawn anew each time.
  public var pause: ClosedRange<Double>
  /// Part of the node's interval by which a pause keeps away from its whole multiples, below 0.5.
  ///
  /// Pauses of exit block are whole multiples: one that is so by chance tells nobody which it is.
  public var clearance: Double

  /// Creates pauses.
  public init(every: ClosedRange<Int>, pause: ClosedRange<Double>, clearance: Double = 0) {
    precondition((0..<0.5).contains(clearance), "clearance \(clearance)")
    self.every = every
    self.pause = pause
    self.clearance = clearance
  }
}

/// What the atria do beside following impulses.
public struct AtrialTissue: Sendable, Equatable {
  /// Refractory period.
  public var refractoryTime: Double
  /// Fibrillation: impulses that reach the node at random, a second; no P waves.
  public var fibrillationPerSecond: ClosedRange<Double>?
  /// Flutter: turns of its circuit a minute, each an impulse for the node; no P waves.
  public var flutterPerMinute: ClosedRange<Double>?

  /// Creates atria; without arguments they only follow.
  public init(
    refractoryTime: Double = 0.2, fibrillationPerSecond: ClosedRange<Double>? = nil,
    flutterPerMinute: ClosedRange<Double>? = nil
  ) {
    self.refractoryTime = refractoryTime
    self.fibrillationPerSecond = fibrillationPerSecond
    self.flutterPerMinute = flutterPerMinute
  }
}

/// The atrioventricular node: its delay grows when it has had less time to recover.
///
/// An impulse that meets it R after its last one left needs d + β exp(−R/τ). It is refractory for a + b
/// RR after that, on its slow pathway for longer, and lets impulses through with a probability that
/// rises from 0 to 1 over the relative refractory time after it. An impulse that is blocked still
/// conceals itself in the node and prolongs its refractory period. Sources: recovery curve: textbook
/// (Wenckebach periods follow from it); two pathways, b and the relative time: Corino et al. 2011 as
/// simECG 2022 uses them.
public struct AtrioventricularNode: Sendable, Equatable {
  /// Whether anything is conducted towards the ventricles.
  public var conducts: Bool
  /// Shortest time d from P to QRS, drawn for a record; a file must state it.
  public var delay: ClosedRange<Double>
  /// How the delay shortens in fast records; `nil` leaves it as it is.
  public var delayFall: DelayFall?
  /// Additional delay β of an impulse without any recovery.
  public var recoveryDelay: Double
  /// Time constant τ of recovery.
  public var recoveryTime: Double
  /// Absolute refractory period a after an impulse has left.
  public var refractoryTime: ClosedRange<Double>
  /// Part b of the RR interval before that adds to it.
  public var refractoryPerInterval: Double
  /// Time over which the node recovers after it.
  public var relativeTime: Double
  /// Probability that an impulse took the slow pathway.
  public var slowPathway: Double
  /// What the slow pathway adds to the refractory period.
  public var slowPathwayTime: Double
  /// What a blocked impulse adds to the refractory period.
  public var concealedTime: Double
  /// Time from the ventricles back to the atria; `nil` conducts nothing back.
  public var retrogradeDelay: Double?

  /// Creates a node; without arguments it is a healthy one.
  ///
  /// The delay is the middle of the 140 to 160 ms that simECG 2022 draws PQ from at RR intervals of
  /// 0.52 s and more; the refractory period is the constant part, 0.25 s, of that of Corino et al. 2011.
  public init(
    conducts: Bool = true, delay: ClosedRange<Double> = 0.15...0.15, delayFall: DelayFall? = nil,
    recoveryDelay: Double = 0, recoveryTime: Double = 0.1,
    refractoryTime: ClosedRange<Double> = 0.25...0.25,
    refractoryPerInterval: Double = 0, relativeTime: Double = 0, slowPathway: Double = 0,
    slowPathwayTime: Double = 0, concealedTime: Double = 0, retrogradeDelay: Double? = nil
  ) {
    self.conducts = conducts
    self.delay = delay
    self.delayFall = delayFall
    self.recoveryDelay = recoveryDelay
    self.recoveryTime = recoveryTime
    self.refractoryTime = refractoryTime
    self.refractoryPerInterval = refractoryPerInterval
    self.relativeTime = relativeTime
    self.slowPathway = slowPathway
    self.slowPathwayTime = slowPathwayTime
    self.concealedTime = concealedTime
    self.retrogradeDelay = retrogradeDelay
  }
}

/// How PQ shortens with the RR interval of a record: d for RR ≥ R, d − m (R − RR) below.
///
/// Source: simECG 2022 (R 0.52 s and m 0.358 at the onset of exercise, 0.43 s and 0.470 in recovery).
public struct DelayFall: Sendable, Equatable {
  /// The interval R in seconds below which the delay shortens.
  public var below: Double
  /// Seconds m by which it does for each second.
  public var slope: Double

  /// No delay is shorter, in seconds: the law ends before impulses leave at once.
  static let shortest = 0.060

  /// The law at the onset of exercise.
  public static let exercise = DelayFall(below: 0.52, slope: 0.358)

  /// Creates a law.
  public init(below: Double, slope: Double) {
    self.below = below
    self.slope = slope
  }

  /// Seconds m (R − RR) by which PQ is shorter at an RR interval than at long ones; intervals at which
  /// the laws of rate are not known are taken as the shortest that they are known for.
  public func shortening(rrInterval: Double) -> Double {
    slope * max(below - max(rrInterval, RateLaws.shortestInterval), 0)
  }
}

extension AtrioventricularNode {
  /// What a delay of long intervals is in a record of an RR interval, all in seconds.
  public func delay(_ delay: Double, rrInterval: Double) -> Double {
    guard let delayFall else { return delay }
    return max(
      delay - delayFall.shortening(rrInterval: rrInterval), min(delay, DelayFall.shortest))
  }
}

/// The bundle of His below the node: all or nothing.
public struct HisBundle: Sendable, Equatable {
  /// Refractory period; beyond a PP interval it blocks every second impulse, beyond two of them two.
  public var refractoryTime: Double
  /// Impulses conducted before some are dropped, drawn anew each time; `nil` drops none.
  public var conducted: ClosedRange<Int>?
  /// Impulses dropped in a row, drawn anew each time.
  public var dropped: ClosedRange<Int>

  /// Creates a bundle; without arguments it is a healthy one.
  public init(
    refractoryTime: Double = 0.25, conducted: ClosedRange<Int>? = nil,
    dropped: ClosedRange<Int> = 1...1
  ) {
    self.refractoryTime = refractoryTime
    self.conducted = conducted
    self.dropped = dropped
  }
}

/// A connection of atria and ventricles beside the node, without its delay.
public struct AccessoryPathway: Sendable, Equatable {
  /// Time from P to QRS; `nil` conducts nothing towards the ventricles.
  public var delay: Double?
  /// Time from QRS back to P; `nil` conducts nothing back.
  public var retrogradeDelay: Double?
  /// Refractory period.
  public var refractoryTime: Double
  /// The beats that it causes, by name in `beats`; `nil` is the rhythm's own beat.
  public var beat: String?
  /// The P waves that it causes, likewise.
  public var retrogradeBeat: String?

  /// Creates a pathway.
  public init(
    delay: Double? = nil, retrogradeDelay: Double? = nil, refractoryTime: Double = 0.28,
    beat: String? = nil, retrogradeBeat: String? = nil
  ) {
    self.delay = delay
    self.retrogradeDelay = retrogradeDelay
    self.refractoryTime = refractoryTime
    self.beat = beat
    self.retrogradeBeat = retrogradeBeat
  }
}
