/// How a beat is fitted.
public struct FitOptions: Sendable, Equatable, Codable {
  /// Gaussian kernels in each lead, or on each axis of the dipole; within 1 to 40.
  ///
  /// Of a range of more than one number an information criterion chooses for each lead or axis; see
  /// `LeadFitter`.
  public var kernelCounts: ClosedRange<Int>
  /// Smallest kernel width in seconds; never less than 1.5 samples, which is what a grid can show.
  public var smallestWidth = 0.003
  /// Largest kernel width in seconds.
  public var largestWidth = 0.2
  /// Largest absolute amplitude as a multiple of the beat's span from minimum to maximum within two
  /// widths of the kernel, so that no two kernels tower above the wave that they nearly cancel to.
  public var largestAmplitude = 1.5
  /// The effort: how often the search may compute the model after the first solution.
  ///
  /// More finds better fits. At 7 kernels a thousand cost about 5 ms, at 12 about 10 ms. A fit from a
  /// caller's start may take a quarter more.
  public var searchEvaluations = FitOptions.standard
  /// Seed of the search's moves; one seed always gives the same fit.
  public var seed: UInt64 = 0

  /// A search of about 2 ms for a lead of 7 kernels.
  public static let standard = 250
  /// A search that ends within 10 % of the best error from nearly every start.
  public static let thorough = 8000

  /// Numbers of kernels that a lead may need.
  public static let leadCounts = 3...20
  /// Numbers of kernels that an axis of the dipole may need.
  public static let axisCounts = 3...10

  /// Creates options for a number of kernels.
  public init(kernelCount: Int) { self.init(kernelCounts: kernelCount...kernelCount) }

  /// Creates options for a number of kernels that the beat decides.
  public init(kernelCounts: ClosedRange<Int>) {
    precondition(
      kernelCounts.lowerBound >= 1 && kernelCounts.upperBound <= 40,
      "\(kernelCounts) kernels are not within 1 to 40")
    self.kernelCounts = kernelCounts
  }
}
