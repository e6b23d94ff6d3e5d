/// One view of many admissions, turned round: which admissions have a code.
///
/// A code that one admission in eight has or more is a map, a bit an admission; eight bits of it are added to
/// eight counters at once. The others are lists of admissions. Maps and lists are cut into blocks of
/// admissions, whose places fit 16 bits (as in Roaring bitmaps; Lemire et al., Softw Pract Exper 48:867, 2018)
/// and whose counters stay in the cache while all codes of a query are added up.
struct CodeIndex: Sendable {
  /// Admissions in a block.
  static let blockSize = 1 << 14
  /// Bytes of a map in a block.
  private static let mapSize = blockSize / 8
  /// One admission in so many makes a code a map: there a list takes as long.
  private static let mapShare = 8

  /// How many codes each admission has, and zeros to the end of the last eight.
  let sizes: [UInt16]
  /// The largest of them.
  let largestSize: Int
  /// The map of a code, −1 for a code that is a list.
  private let mapOfCode: [Int32]
  /// The list of a code, −1 for a code that is a map.
  private let listOfCode: [Int32]
  /// Bits of admissions, `[map][block][eight admissions]`.
  private let maps: [UInt8]
  /// Where the part of a list that belongs to a block begins, `[list][block]`, with an end behind the last.
  private let starts: [UInt32]
  /// Places of admissions within their block, list after list, ascending.
  private let places: [UInt16]
  private let blockCount: Int

  /// Turns sets of codes round.
  ///
  /// - Parameters:
  ///   - codes: The sets of all admissions one after another.
  ///   - ends: Where each set ends.
  ///   - vocabulary: How many codes there are.
  init(codes: [Int32], ends: [Int], vocabulary: Int) {
    let admissions = ends.count
    let blockCount = (admissions + Self.blockSize - 1) / Self.blockSize
    var counts = [Int](repeating: 0, count: vocabulary)
    for code in codes { counts[Int(code)] += 1 }
    var mapOfCode = [Int32](repeating: -1, count: vocabulary)
    var listOfCode = mapOfCode
    var (mapCount, listCount) = (0, 0)
    for code in counts.indices {
      if counts[code] > 0, counts[code] >= admissions / Self.mapShare {
        mapOfCode[code] = Int32(mapCount)
        mapCount += 1
      } else {
        listOfCode[code] = Int32(listCount)
        listCount += 1
      }
    }
    var maps = [UInt8](repeating: 0, count: mapCount * blockCount * Self.mapSize)
    // Lengths of the parts, then where they begin.
    var starts = [UInt32](repeating: 0, count: listCount * blockCount + 1)
    var sizes = [UInt16](repeating: 0, count: (admissions + 7) / 8 * 8)
    var first = 0
    for (admission, end) in ends.enumerated() {
      precondition(end - first <= UInt16.max, "\(end - first) codes of one admission")
      sizes[admission] = UInt16(end - first)
      let (block, place) = admission.quotientAndRemainder(dividingBy: Self.blockSize)
      for code in codes[first..<end] {
        let map = Int(mapOfCode[Int(code)])
        if map >= 0 {
          maps[(map * blockCount + block) * Self.mapSize + place / 8] |= 1 << UInt8(place % 8)
        } else {
          starts[Int(listOfCode[Int(code)]) * blockCount + block + 1] += 1
        }
      }
      first = end
    }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var places = [UInt16](repeating: 0, count: Int(starts.last ?? 0))
    var next = starts
    first = 0
    for (admission, end) in ends.enumerated() {
      let (block, place) = admission.quotientAndRemainder(dividingBy: Self.blockSize)
      for code in codes[first..<end] where listOfCode[Int(code)] >= 0 {
        let part = Int(listOfCode[Int(code)]) * blockCount + block
        places[Int(next[part])] = UInt16(place)
        next[part] += 1
      }
      first = end
    }
    self.blockCount = blockCount
    self.mapOfCode = mapOfCode
    self.listOfCode = listOfCode
    self.maps = maps
    self.starts = starts
    self.places = places
    self.sizes = sizes
    largestSize = Int(sizes.max() ?? 0)
  }

  /// The maps and the lists of a set of codes.
  func parts(of codes: [Int32]) -> (maps: [Int], lists: [Int]) {
    (
      codes.compactMap { mapOfCode[Int($0)] < 0 ? nil : Int(mapOfCode[Int($0)]) },
      codes.compactMap { listOfCode[Int($0)] < 0 ? nil : Int(listOfCode[Int($0)]) }
    )
  }

  /// Counts, for each admission of a block, the codes of maps that it has.
  ///
  /// - Parameters:
  ///   - selected: At most 255 maps, so that a counter holds them.
  ///   - block: Which block.
  ///   - counters: Eight counters of a byte in each word, the first lowest; set to zero first.
  func count(maps selected: some Collection<Int>, block: Int, into counters: inout [UInt64]) {
    precondition(selected.count < 256, "\(selected.count) maps in counters of a byte")
    for index in counters.indices { counters[index] = 0 }
    let (maps, spread) = (maps.span, Self.spread.span)
    var words = counters.mutableSpan
    for map in selected {
      let start = (map * blockCount + block) * Self.mapSize
      for index in 0..<Self.mapSize { words[index] &+= spread[Int(maps[start + index])] }
    }
  }

  /// Adds, for each admission of a block, the codes of lists that it has.
  func count(lists: [Int], block: Int, into counters: inout [UInt16]) {
    let places = places.span
    var counters = counters.mutableSpan
    for list in lists {
      let part = list * blockCount + block
      for index in Int(starts[part])..<Int(starts[part + 1]) {
        counters[Int(places[index])] &+= 1
      }
    }
  }

  /// Words whose bytes are the bits of a byte, the lowest first.
  private static let spread: [UInt64] = (0..<256).map { byte in
    (0..<8).reduce(0) { $0 | UInt64(byte >> $1 & 1) << UInt64(8 * $1) }
  }

  /// Bytes that it takes.
  var byteCount: Int {
    2 * sizes.count + maps.count + 4 * (mapOfCode.count + listOfCode.count) + 4 * starts.count
      + 2 * places.count
  }
}
