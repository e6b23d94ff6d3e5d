/// Which steps of a process a sampler takes.
public enum SamplingSteps {
  /// Steps at equal distances that begin at the last, T − 1: round(T (n − i)/n) − 1.
  ///
  /// A sampler starts from pure noise, which only the last step knows; spacings that leave it out start
  /// from a signal that is not there. Source: Lin et al., WACV 2024, table 2, "trailing".
  ///
  /// - Parameters:
  ///   - count: How many, n.
  ///   - total: Steps of the process, T.
  /// - Returns: Falling steps.
  /// - Precondition: n is in 1 … T.
  public static func trailing(_ count: Int, of total: Int) -> [Int] {
    precondition((1...total).contains(count), "\(count) steps of \(total)")
    return (0..<count).map {
      Int((Double(total) * Double(count - $0) / Double(count)).rounded()) - 1
    }
  }
}
