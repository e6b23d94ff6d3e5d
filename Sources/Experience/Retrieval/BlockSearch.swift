import HealthRecords

/// One view of a query: what it shares with an admission, and what that is worth.
struct ViewScorer {
  let index: CodeIndex
  /// Maps and lists of the query's codes.
  let maps: [Int], lists: [Int]
  /// λ J, `[size of the admission's set][shared]`.
  let values: [Double]
  /// How many values there are for a size.
  let stride: Int

  init(
    _ index: CodeIndex, _ view: ProfileView, _ query: ProfileQuery, _ weights: SimilarityWeights
  ) {
    let codes = query.codes[view.rawValue]
    let size = query.sizes[view.rawValue]
    self.index = index
    (maps, lists) = index.parts(of: codes)
    stride = codes.count + 1
    values = (0...index.largestSize).flatMap { other in
      (0...codes.count).map { shared in
        shared > other ? 0 : weights.part(of: view, shared: shared, size, other)
      }
    }
  }
}

/// Scores a block of admissions.
struct BlockSearch {
  private let scorers: [ViewScorer]
  /// Codes of lists that an admission shares, and codes of maps, eight admissions a word.
  private var listCounts = [UInt16](repeating: 0, count: CodeIndex.blockSize)
  private var mapCounts = [UInt64](repeating: 0, count: CodeIndex.blockSize / 8)
  /// τ of each admission of the block; what stands behind the last means nothing.
  private(set) var scores = [Double](repeating: 0, count: CodeIndex.blockSize)

  init(_ scorers: [ViewScorer]) { self.scorers = scorers }

  /// Scores the admissions of a range, which is one block.
  mutating func score(_ range: Range<Int>) {
    let block = range.lowerBound / CodeIndex.blockSize
    for (number, scorer) in scorers.enumerated() {
      for index in listCounts.indices { listCounts[index] = 0 }
      scorer.index.count(lists: scorer.lists, block: block, into: &listCounts)
      // Counters of a byte hold 255; a set that has more codes is rare.
      var rest = scorer.maps[...]
      while rest.count > 255 {
        scorer.index.count(maps: rest.prefix(255), block: block, into: &mapCounts)
        for index in listCounts.indices {
          listCounts[index] += UInt16(mapCounts[index / 8] >> UInt64(8 * (index % 8)) & 255)
        }
        rest = rest.dropFirst(255)
      }
      scorer.index.count(maps: rest, block: block, into: &mapCounts)
      add(scorer, range, isFirst: number == 0)
    }
  }

  /// Adds what one view is worth.
  private mutating func add(_ scorer: ViewScorer, _ range: Range<Int>, isFirst: Bool) {
    let (sizes, values, stride) = (scorer.index.sizes.span, scorer.values.span, scorer.stride)
    let (listCounts, mapCounts) = (listCounts, mapCounts)
    let (lists, maps) = (listCounts.span, mapCounts.span)
    var scores = scores.mutableSpan
    for eight in 0..<(range.count + 7) / 8 {
      var word = maps[eight]
      for place in 8 * eight..<8 * eight + 8 {
        let shared = Int(lists[place]) + Int(word & 255)
        word >>= 8
        let value = values[Int(sizes[range.lowerBound + place]) * stride + shared]
        scores[place] = isFirst ? value : scores[place] + value
      }
    }
  }
}
