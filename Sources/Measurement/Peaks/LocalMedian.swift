/// The median of a slowly varying series in the two seconds around each sample.
///
/// Medians of blocks of half a second with their neighbours, joined by straight lines.
struct LocalMedian {
  /// Length of a block in seconds.
  static let blockLength = 0.5
  /// Blocks on each side that a median takes in.
  static let neighbours = 2

  private let medians: [Double]
  private let block: Double

  /// Takes the medians of a series that hardly changes within 20 ms.
  init(_ values: [Double], samplingRate: Double) {
    let length = max(1, Int(Self.blockLength * samplingRate))
    let step = max(1, Int(samplingRate / 50))
    let blocks = (values.count + length - 1) / length
    medians = (0..<blocks).map { b in
      let first = max(0, b - Self.neighbours) * length
      let last = min(values.count, (b + Self.neighbours + 1) * length)
      return OrderStatistics.median(stride(from: first, to: last, by: step).lazy.map { values[$0] })
    }
    block = Double(length)
  }

  /// The median around a sample.
  subscript(sample: Int) -> Double {
    let position = min(max(Double(sample) / block - 0.5, 0), Double(medians.count - 1))
    let left = Int(position)
    let right = min(left + 1, medians.count - 1)
    return medians[left] + (position - Double(left)) * (medians[right] - medians[left])
  }
}
