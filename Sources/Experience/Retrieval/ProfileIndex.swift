import Electrocardiogram
public import HealthRecords

/// Finds the admissions most like a given one, exactly.
///
/// τ = λ₁ J_diag + λ₂ J_med + λ₃ J_proc: SE-Diff (arXiv 2511.09895). All admissions are scored block by
/// block: what they share with the query is counted by maps and lists, and a table of the query holds every
/// value of λ J that these counts and the set's size can give. Equal similarities stand in the store's order.
///
/// Only patients of the given folds are in it, so nobody of a test fold is ever found; the patient asked for
/// is left out at each query.
public struct ProfileIndex: Sendable {
  /// Folds whose patients may be found, unless others are asked for: 9 and 10 are for choosing and testing.
  public static let trainingFolds: Set<Int> = Set(1...8)

  private let views: [CodeIndex]
  /// The patient of each admission that is in the index.
  private let patients: [Int32]
  /// The place in the store of each admission that is in the index, ascending.
  private let admissions: [Int32]
  /// Codes in the store, by view.
  private let vocabulary: [Int]

  /// Reads a store.
  ///
  /// - Parameters:
  ///   - store: Where the profiles are.
  ///   - folds: Whose patients may be found; folds follow from the patients' names as in prepared data.
  /// - Throws: `HealthRecordError` if the store cannot be read.
  public init(
    _ store: ProfileStore, folds: Set<Int> = trainingFolds
  ) throws(HealthRecordError) {
    let isIn = try store.patientNames().map {
      folds.contains(PatientFold.fold(ofPatient: "\(store.source)/\($0)"))
    }
    var vocabulary: [Int] = []
    for view in ProfileView.allCases { vocabulary.append(try store.codes(of: view).count) }
    var builder = Builder(vocabulary: vocabulary)
    try store.forEachProfile { if isIn[$0.patient] { builder.add($0) } }
    self.init(builder)
  }

  /// Takes profiles.
  ///
  /// - Parameters:
  ///   - profiles: In the order of their admissions, all of them to be found.
  ///   - vocabulary: How many codes each view has.
  public init(_ profiles: some Sequence<Profile>, vocabulary: [Int]) {
    var builder = Builder(vocabulary: vocabulary)
    for profile in profiles { builder.add(profile) }
    self.init(builder)
  }

  private init(_ builder: Builder) {
    views = ProfileView.allCases.map { view in
      CodeIndex(
        codes: builder.codes[view.rawValue], ends: builder.ends[view.rawValue],
        vocabulary: builder.vocabulary[view.rawValue])
    }
    patients = builder.patients
    admissions = builder.admissions
    vocabulary = builder.vocabulary
  }

  /// How many admissions can be found.
  public var count: Int { admissions.count }

  /// Bytes that it takes.
  public var byteCount: Int { views.reduce(8 * count) { $0 + $1.byteCount } }

  /// The admissions most like a query, best first; admissions that share nothing are not among them.
  ///
  /// - Parameters:
  ///   - query: What is asked for.
  ///   - count: How many at most.
  ///   - weights: How much each view counts.
  /// - Returns: The exact answer; the same similarities to the last bit as `SimilarityWeights.similarity`.
  public func nearest(
    to query: ProfileQuery, count: Int, weights: SimilarityWeights = SimilarityWeights()
  ) -> [Neighbour] {
    precondition(count > 0, "\(count) neighbours")
    for (codes, size) in zip(query.codes, vocabulary) {
      precondition(codes.last.map { $0 < size } ?? true, "a code beyond the \(size) of the store")
    }
    // Views that cannot add anything are left out: the sum's other terms keep their order.
    let scorers = ProfileView.allCases.compactMap { view in
      weights[view] > 0 && !query.codes[view.rawValue].isEmpty
        ? ViewScorer(views[view.rawValue], view, query, weights) : nil
    }
    guard !scorers.isEmpty else { return [] }
    var best = TopNeighbours(count: count)
    var search = BlockSearch(scorers)
    for start in stride(from: 0, to: admissions.count, by: CodeIndex.blockSize) {
      let end = min(start + CodeIndex.blockSize, admissions.count)
      search.score(start..<end)
      let scores = search.scores.span
      var threshold = best.threshold
      for admission in start..<end where scores[admission - start] > threshold {
        guard patients[admission] != query.patient.map(Int32.init) ?? -1 else { continue }
        best.insert(
          Neighbour(admission: Int(admissions[admission]), similarity: scores[admission - start]))
        threshold = best.threshold
      }
    }
    return best.found
  }

  /// Sets of codes one after another.
  private struct Builder {
    let vocabulary: [Int]
    var codes: [[Int32]]
    var ends: [[Int]]
    var patients: [Int32] = []
    var admissions: [Int32] = []

    init(vocabulary: [Int]) {
      precondition(
        vocabulary.count == ProfileView.allCases.count, "\(vocabulary.count) vocabularies")
      self.vocabulary = vocabulary
      codes = vocabulary.map { _ in [] }
      ends = codes.map { _ in [] }
    }

    mutating func add(_ profile: Profile) {
      precondition(
        (admissions.last ?? -1) < profile.admission, "admission \(profile.admission) is late")
      patients.append(Int32(profile.patient))
      admissions.append(Int32(profile.admission))
      for view in codes.indices {
        codes[view] += profile.codes[view]
        ends[view].append(codes[view].count)
      }
    }
  }
}
