public import Electrocardiogram

/// Waves that somebody marked, in one lead or over all.
///
/// Times are in seconds, so that marks of recordings at different rates compare.
public struct AnnotatedWaves: Sendable, Equatable {
  /// Waves in time order.
  public private(set) var waves: [Wave: [TimedWave]] = [:]
  /// Waves that too few leads show to be sure of: neither right nor wrong.
  public private(set) var doubtful: [Wave: [TimedWave]] = [:]
  /// From the first to the last mark; `nil` without marks.
  public private(set) var span: ClosedRange<Double>?

  /// Part of the leads that must show a wave for all leads together to have it.
  static let majority = 7.0 / 12
  /// Distance of the middles of one wave in different leads, at most, in seconds.
  static let reach: [Wave: Double] = [.P: 0.08, .QRS: 0.1, .T: 0.12]

  /// Takes waves whose bounds are marked as in LUDB and the QT Database: `(`, the peak, `)`.
  ///
  /// `p`, `N` and any other beat, and `t` are peaks of P, QRS and T; either bracket may be missing.
  public init(_ annotations: [Annotation], samplingRate: Double) {
    func time(_ sample: Int) -> Double { Double(sample) / samplingRate }
    var onset: Int?
    var open: (wave: Wave, peak: Int, onset: Int?)?
    func kind(_ symbol: String) -> Wave? {
      switch symbol {
      case "p": .P
      case "t": .T
      case "u": .U
      default: "NLRBAaJSVrFejnE/fQ?".contains(symbol) ? .QRS : nil
      }
    }
    var found: [Wave: [TimedWave]] = [:]
    func close(_ offset: Int?) {
      guard let wave = open else { return }
      found[wave.wave, default: []].append(
        TimedWave(
          onset: wave.onset.map(time), peak: time(wave.peak), offset: offset.map(time)))
      open = nil
    }
    for mark in annotations {
      switch mark.symbol {
      case "(":
        close(nil)
        onset = mark.sample
      case ")":
        close(mark.sample)
        onset = nil
      default:
        guard let wave = kind(mark.symbol) else { continue }
        close(nil)
        open = (wave, mark.sample, onset)
        onset = nil
      }
    }
    close(nil)
    waves = found
    let marks = annotations.map { time($0.sample) }
    if let first = marks.min(), let last = marks.max() { span = first...last }
  }

  /// Takes what most leads show: waves of at least seven of twelve leads, at the median of each mark.
  public init(joining leads: [AnnotatedWaves]) {
    for wave in [Wave.P, .QRS, .T] {
      let all = leads.enumerated().flatMap { lead, marks in
        (marks.waves[wave] ?? []).map { (lead: lead, wave: $0) }
      }.sorted { Self.middle($0.wave) < Self.middle($1.wave) }
      var group: [(lead: Int, wave: TimedWave)] = []
      for one in all {
        if let last = group.last,
          Self.middle(one.wave) - Self.middle(last.wave) > Self.reach[wave] ?? 0.1
        {
          add(group, wave, of: leads.count)
          group = []
        }
        group.append(one)
      }
      add(group, wave, of: leads.count)
    }
    let spans = leads.compactMap(\.span)
    guard !spans.isEmpty else { return }
    let first = OrderStatistics.median(spans.map(\.lowerBound))
    span = first...max(first, OrderStatistics.median(spans.map(\.upperBound)))
  }

  private mutating func add(_ group: [(lead: Int, wave: TimedWave)], _ wave: Wave, of count: Int) {
    guard !group.isEmpty else { return }
    func median(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : OrderStatistics.median(values)
    }
    guard let peak = median(group.map(\.wave.peak)) else { return }
    let joined = TimedWave(
      onset: median(group.compactMap(\.wave.onset)), peak: peak,
      offset: median(group.compactMap(\.wave.offset)))
    if Double(Set(group.map(\.lead)).count) >= Self.majority * Double(count) {
      waves[wave, default: []].append(joined)
    } else {
      doubtful[wave, default: []].append(joined)
    }
  }

  private static func middle(_ wave: TimedWave) -> Double {
    ((wave.onset ?? wave.peak) + (wave.offset ?? wave.peak)) / 2
  }

  /// Ascending times of one kind of mark.
  public func times(_ kind: MarkKind) -> [Double] {
    (waves[kind.wave] ?? []).compactMap { kind.instant($0) }.sorted()
  }

  /// Compares the waves of beats with these, between the first and the last mark.
  ///
  /// A wave counts where its peak lies in the span. Where only single beats are marked, as in the QT
  /// Database, `nearQRS` leaves out beats whose complex is farther than that from any marked one, in
  /// seconds.
  public func errors(
    of beats: [BeatWaves], samplingRate: Double, nearQRS: Double? = nil
  ) -> [MarkKind: MarkErrors] {
    guard let span else { return [:] }
    let complexes = times(MarkKind(.QRS, .peak))
    let judged = beats.filter { beat in
      guard let nearQRS else { return true }
      let time = Double(beat.qrs?.peak ?? beat.rPeak) / samplingRate
      return complexes.contains { abs($0 - time) <= nearQRS }
    }
    var errors: [MarkKind: MarkErrors] = [:]
    for kind in MarkKind.all {
      let marks = judged.compactMap { beat -> Double? in
        guard let wave = beat[kind.wave], span.contains(Double(wave.peak) / samplingRate) else {
          return nil
        }
        return kind.instant(wave).map { Double($0) / samplingRate }
      }
      // Where a wave's bound is not annotated, a mark of it is neither right nor wrong.
      let ignored =
        (doubtful[kind.wave] ?? []).compactMap { kind.instant($0) }
        + (waves[kind.wave] ?? []).filter { kind.instant($0) == nil }.map(\.peak)
      errors[kind, default: MarkErrors()]
        .compare(reference: times(kind), marks: marks.sorted(), ignored: ignored)
    }
    return errors
  }
}
