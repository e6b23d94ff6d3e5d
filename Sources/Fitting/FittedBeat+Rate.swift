public import CardiacModel
public import Electrocardiogram
public import LeadProjection

extension FittedBeat {
  /// One beat of the twin at a rate.
  public struct Beat: Sendable {
    /// The heart; both phases are 0 at the R peak.
    public var heart: Heart
    /// How leads see it, if it is a dipole.
    public var projection: DipoleProjection
    /// Where its waves lie.
    public var truth: GroundTruth
  }

  /// Rates a minute at which the laws that move a beat's waves are known.
  public static let rates = 30.0...200.0

  /// The twin at a rate.
  ///
  /// Its waves move in time as those of rhythms do: QRS stays, ST and T are stretched from J with QT,
  /// P follows PQ (`RateLaws`). The truth is `marks`, what was measured in the recording, moved alike;
  /// without them, what is measured on the twin.
  ///
  /// - Parameters:
  ///   - rrInterval: RR interval in seconds.
  ///   - rPeak: Time in seconds that the R peak gets.
  ///   - rhythm: What the truth calls the rhythm.
  /// - Returns: The beat with the waves that were found.
  /// - Throws: `MeasurementError` if the twin cannot be measured; `FitError` with code
  ///   `impossibleRate`, which names the rates that are possible.
  public func beat(rrInterval: Double, rPeak: Double, rhythm: String) throws -> Beat {
    let marks = try marks ?? measuredMarks()
    let (heart, projection) = heart
    let map = try map(marks, to: rrInterval)
    func timed(_ wave: TimedWave) -> TimedWave { (map?(wave) ?? wave).later(by: rPeak) }
    return Beat(
      heart: map?(heart) ?? heart, projection: projection ?? .dower,
      truth: GroundTruth(
        rhythm: rhythm, rhythmAnnotation: "",
        beats: marks.qrs.map { qrs in
          [
            GroundTruth.Beat(
              rPeak: rPeak, qrs: timed(qrs), tWave: marks.t.map(timed), symbol: "N")
          ]
        } ?? [],
        pWaves: marks.p.map { [timed($0)] } ?? [], pacingPulses: []))
  }

  /// The map of the beat's instants; `nil` where nothing moves.
  private func map(_ marks: Marks, to rrInterval: Double) throws(FitError) -> CycleMap? {
    let own = timing.rrInterval
    guard abs(rrInterval - own) > 1e-9 else { return nil }
    guard marks.qrs?.onset != nil, marks.qrs?.offset != nil else {
      throw FitError(
        code: .impossibleRate,
        message:
          "\(record): onset and end of QRS were not found, so that nothing tells how the fit "
          + "beats at another rate than its own, \(Self.text(60 / own)) a minute")
    }
    do throws(CycleMap.Obstacle) {
      guard Self.rates.contains(60 / rrInterval) else { throw CycleMap.Obstacle.overlap }
      return try CycleMap(marks, from: own, to: rrInterval)
    } catch {
      let possible = possibleRates(marks)
      let why =
        !Self.rates.contains(60 / rrInterval)
        ? "how QT and PQ follow is known from \(Self.text(Self.rates.lowerBound)) to "
          + "\(Self.text(Self.rates.upperBound)) only"
        : error == .overlap ? "its P would fall on its T" : "its QT would be shorter than its QRS"
      throw FitError(
        code: .impossibleRate,
        message: "\(record) cannot beat \(Self.text(60 / rrInterval)) times a minute: \(why); "
          + (possible.map { "give \(Self.text($0.lowerBound)) to \(Self.text($0.upperBound))" }
            ?? "it has no other rate than its own, \(Self.text(60 / own))"))
    }
  }

  /// The whole rates that are possible, around the fit's own.
  private func possibleRates(_ marks: Marks) -> ClosedRange<Double>? {
    let rates = stride(from: Self.rates.lowerBound, through: Self.rates.upperBound, by: 1).filter {
      (try? CycleMap(marks, from: timing.rrInterval, to: 60 / $0)) != nil
    }
    guard let lowest = rates.first, let highest = rates.last else { return nil }
    return lowest...highest
  }

  private static func text(_ rate: Double) -> String {
    rate == rate.rounded() ? "\(Int(rate))" : "\((10 * rate).rounded() / 10)"
  }
}

extension TimedWave {
  /// The same wave some seconds later.
  fileprivate func later(by seconds: Double) -> TimedWave {
    TimedWave(
      onset: onset.map { $0 + seconds }, peak: peak + seconds,
      offset: offset.map { $0 + seconds })
  }
}
