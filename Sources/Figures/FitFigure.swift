/// A real beat and its fitted twin in one to twelve leads, with the kernels and the residual.
///
/// The recorded beat is black, the model blue on top of it, each kernel a tinted surface in the colour
/// of its wave; the residual (beat minus model) lies below on the same scale, times `residualGain`.
/// One lead is drawn on paper enlarged four times, several on paper enlarged twice.
public struct FitFigure: Figure {
  /// One term of a model.
  public struct Kernel: Sendable {
    /// The wave that the term serves.
    public var role: WaveRole
    /// The term alone, one value a sample of the beat.
    public var millivolts: [Double]

    /// Creates a term.
    public init(role: WaveRole, millivolts: [Double]) {
      self.role = role
      self.millivolts = millivolts
    }
  }

  /// The beat in one lead, its model and the model's terms.
  public struct LeadFit: Sendable {
    /// Name of the lead.
    public var name: String
    /// The beat that was fitted.
    public var beat: [Double]
    /// Its twin.
    public var model: [Double]
    /// Percentage root-mean-square difference of the two.
    public var prdPercent: Double
    /// The model's terms.
    public var kernels: [Kernel]

    /// Creates a lead's fit.
    ///
    /// - Precondition: beat, model and kernels have one length.
    public init(
      name: String, beat: [Double], model: [Double], prdPercent: Double, kernels: [Kernel] = []
    ) {
      precondition(
        ([model.count] + kernels.map(\.millivolts.count)).allSatisfy { $0 == beat.count },
        "lead \(name): beat \(beat.count), model \(model.count), kernels "
          + "\(kernels.map(\.millivolts.count)) samples")
      self.name = name
      self.beat = beat
      self.model = model
      self.prdPercent = prdPercent
      self.kernels = kernels
    }
  }

  let title: String
  let heading: String
  let samplingRate: Double
  let leads: [LeadFit]
  let residualGain: Double
  let scale: PaperScale
  /// How many leads there is room for.
  public static let mostLeads = 12
  /// White between the papers of two leads.
  static let gap = 4.0

  /// Creates the figure.
  ///
  /// - Parameters:
  ///   - title: Name of the record, as a rule.
  ///   - heading: A line below the title.
  ///   - samplingRate: Samples a second.
  ///   - leads: Fits of one to twelve leads, row by row; twelve make two rows of six.
  ///   - residualGain: Enlargement of the residual; the label says it.
  /// - Precondition: there are 1 to 12 leads; sampling rate and gain are positive and finite.
  public init(
    title: String, heading: String = "", samplingRate: Double, leads: [LeadFit],
    residualGain: Double = 1
  ) {
    precondition(
      (1...Self.mostLeads).contains(leads.count), "\(leads.count) leads are not from 1 to 12")
    precondition(samplingRate > 0 && samplingRate.isFinite, "sampling rate \(samplingRate) Hz")
    precondition(residualGain > 0 && residualGain.isFinite, "residual gain \(residualGain)")
    self.title = title
    self.heading = heading
    self.samplingRate = samplingRate
    self.leads = leads
    self.residualGain = residualGain
    scale = PaperScale(enlargement: leads.count == 1 ? 4 : 2)
  }
}
