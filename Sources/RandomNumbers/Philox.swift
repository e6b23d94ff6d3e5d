/// The counter-based generator Philox 4x32 with ten rounds.
///
/// Every block of four words is a function of key and counter alone, so a record's numbers do not
/// depend on how many threads, shards or machines draw them. Source: Salmon et al., "Parallel random
/// numbers: as easy as 1, 2, 3", SC11; the known answers of Random123 are in the tests.
public struct Philox: RandomNumberGenerator, Sendable {
  /// Key in the words' order of the paper.
  let key: (UInt32, UInt32)
  /// Words 2 and 3 of the counter: which record and which stream of it.
  let record: UInt32
  let stream: UInt32
  /// Words 0 and 1 of the counter: the next block.
  var block: UInt64 = 0
  /// The words of the last block that are not used yet.
  var spare: UInt64?

  /// Starts the numbers of one record.
  ///
  /// - Parameters:
  ///   - seed: The run's seed.
  ///   - record: The record's index in the whole run, whatever shard makes it.
  ///   - stream: A number for each independent use within a record, such as signal and noise.
  public init(seed: UInt64, record: UInt32 = 0, stream: UInt32 = 0) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.record = record
    self.stream = stream
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    if let word = spare {
      spare = nil
      return word
    }
    let (a, b, c, d) = Self.words(
      counter: (
        UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), record, stream
      ), key: key)
    block += 1
    spare = UInt64(d) << 32 | UInt64(c)
    return UInt64(b) << 32 | UInt64(a)
  }

  /// Four words from a counter and a key.
  static func words(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (a, b, c, d) = counter
    var (k, l) = key
    for _ in 0..<10 {
      let p = UInt32(0xD251_1F53).multipliedFullWidth(by: a)
      let q = UInt32(0xCD9E_8D57).multipliedFullWidth(by: c)
      (a, b, c, d) = (q.high ^ b ^ k, q.low, p.high ^ d ^ l, p.low)
      k &+= 0x9E37_79B9
      l &+= 0xBB67_AE85
    }
    return (a, b, c, d)
  }
}
