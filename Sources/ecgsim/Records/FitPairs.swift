import Electrocardiogram
import Figures
import Fitting
import Measurement
import Noise
import RandomNumbers

/// A sheet of real beats beside their twins, each from another record and a random lead.
///
/// A twin carries noise like what its model leaves of the beat, in level and colour at every place:
/// an average of some ten beats is not free of noise, and a reader who may enlarge the sheet tells
/// smooth curves from it however good they are.
struct FitPairs {
  /// Where a pair comes from and which of its beats is the real one.
  struct Answer: Encodable {
    let number: Int
    let record: String
    let lead: String
    let real: String
    let prd: Double
  }

  let sheet: PairSheet
  let key: [Answer]
  /// Pairs on a sheet.
  static let count = 12

  /// Fits beats of records drawn at random until the sheet is full.
  ///
  /// - Throws: a failure if the records do not give enough beats.
  init(
    from records: [String], options: FitOptions, seed: UInt64,
    beat: (String) throws -> AverageBeat
  ) throws {
    var random = Philox(seed: seed, stream: 2)
    var (pairs, origins): ([PairSheet.Pair], [(record: String, lead: ChannelName, prd: Double)]) = (
      [], []
    )
    for record in records.shuffled(using: &random) where pairs.count < Self.count {
      guard let beat = try? beat(record),
        let row = beat.channels.indices.randomElement(using: &random),
        let timing = try? BeatTiming(beat),
        let fit = try? LeadFitter(timing: timing, options: options).fit(beat.millivolts[row])
      else { continue }
      let noise = ResidualNoise(
        of: zip(beat.millivolts[row], fit.model).map { $0 - $1 },
        reach: Int(0.03 * beat.samplingRate), order: 16
      ).draw(using: &random)
      pairs.append(
        PairSheet.Pair(
          samplingRate: beat.samplingRate, real: beat.millivolts[row],
          fitted: zip(fit.model, noise).map { $0 + $1 }))
      origins.append((record, beat.channels[row], fit.quality.prd))
    }
    guard pairs.count == Self.count else {
      throw Failure(
        .badInput,
        "a sheet needs \(Self.count) records whose beats can be fitted; there are "
          + "\(pairs.count)")
    }
    let sheet = PairSheet(pairs, using: &random)
    self.sheet = sheet
    key = sheet.key.map { answer in
      let origin = origins[answer.pair]
      return Answer(
        number: answer.number, record: origin.record, lead: origin.lead.text,
        real: answer.real.rawValue, prd: origin.prd)
    }
  }
}
