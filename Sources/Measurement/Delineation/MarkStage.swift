/// A kind of wave with the places at which its onset, peak and offset are looked for.
///
/// Places count in samples of `AnalysisLeads.rate` from the beat's anchor: the R peak for QRS, the
/// offset of QRS for T, its onset for P. The same numbers stand in `Training/train_marks.py`.
enum MarkStage: String, CaseIterable, Codable {
  case qrs, t, p

  /// The places, ascending and evenly spaced.
  var places: [Int] {
    switch self {
    case .qrs: Array(-55...55)
    case .t: Array(stride(from: 5, through: 149, by: 2))
    case .p: Array(stride(from: -100, through: 0, by: 2))
    }
  }

  /// Samples between two places.
  var step: Int { self == .qrs ? 1 : 2 }

  /// Distances from a place between which the potential is averaged, on both sides.
  ///
  /// They grow with the distance: what is near is seen finely, what is far coarsely.
  var edges: [Int] {
    switch self {
    case .qrs: [0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48]
    case .t, .p: [0, 2, 4, 6, 9, 13, 18, 25, 34, 46, 62]
    }
  }

  /// Difference of potential, in units of the wave's size, that counts half of the most.
  var halfHeight: Double { self == .qrs ? 0.1 : 0.6 }

  /// Noise in units of the wave's size that is added to every lead's: less makes no difference.
  var leastNoise: Double { self == .qrs ? 0.003 : 0.03 }

  /// Places on either side of the best one over which the mean is taken.
  ///
  /// Three times the spread allowed in training; of P more, since what speaks for its onset reaches far
  /// ahead where one lead shows little, and the best places alone lie late.
  var neighbours: Int {
    switch self {
    case .qrs: 6
    case .t: 7
    case .p: 8
    }
  }

  /// Inputs beside the mean potentials.
  var extraInputs: Int { self == .qrs ? 3 : 7 }

  /// Inputs of one place.
  var inputs: Int { 2 * (edges.count - 1) + extraInputs }
}
