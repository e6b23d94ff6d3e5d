import Electrocardiogram

/// Twelve leads from the eight independent ones.
public enum TwelveLeads {
  /// Computes all twelve leads.
  ///
  /// - Parameters:
  ///   - independent: Potentials `[8, samples]`, row-major, in `Lead.independent` order.
  ///   - sampleCount: Samples of each lead.
  /// - Returns: Potentials `[12, samples]`, row-major, in `Lead.allCases` order.
  public static func complete(independent: [Double], sampleCount: Int) -> [Double] {
    precondition(
      independent.count == 8 * sampleCount, "\(independent.count) values for 8 x \(sampleCount)")
    var all = [Double]()
    all.reserveCapacity(12 * sampleCount)
    for lead in Lead.allCases {
      if let row = Lead.independent.firstIndex(of: lead) {
        all += independent[row * sampleCount..<(row + 1) * sampleCount]
      } else if let (a, b) = LimbLeads.weights(of: lead) {
        all += (0..<sampleCount).map { a * independent[$0] + b * independent[sampleCount + $0] }
      }
    }
    return all
  }
}
