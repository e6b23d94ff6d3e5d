public import HealthRecords

/// What profiles are compared with: sets of codes, and whose they are.
public struct ProfileQuery: Sendable, Equatable {
  /// Codes by view, in the order of `ProfileView.allCases`: places in the store's vocabulary, ascending.
  public var codes: [[Int32]]
  /// Sizes of the sets, codes that the vocabulary lacks included.
  public var sizes: [Int]
  /// The patient, who is never found; `nil` for somebody who is not in the store.
  public var patient: Int?

  /// Asks for admissions like a given one.
  public init(_ profile: Profile) {
    self.init(codes: profile.codes, patient: profile.patient)
  }

  /// Asks for admissions with given codes.
  ///
  /// - Parameters:
  ///   - codes: By view, in the order of `ProfileView.allCases`, ascending.
  ///   - unknown: How many more codes each set has that the vocabulary lacks.
  ///   - patient: Whose they are, if the patient is in the store.
  public init(codes: [[Int32]], unknown: [Int] = [0, 0, 0, 0], patient: Int? = nil) {
    let count = ProfileView.allCases.count
    precondition(
      codes.count == count && unknown.count == count, "\(codes.count) sets of codes, not \(count)")
    for set in codes {
      precondition(zip(set, set.dropFirst()).allSatisfy { $0 < $1 }, "\(set) does not ascend")
    }
    self.codes = codes
    sizes = zip(codes, unknown).map { $0.count + $1 }
    self.patient = patient
  }

  /// Asks for admissions with codes in the words of a store, such as `icd10:I10` or `drug:furosemide`.
  ///
  /// - Parameters:
  ///   - words: By view, in the order of `ProfileView.allCases`; those that the store lacks count as codes that
  ///     nobody shares.
  ///   - store: Whose words they are.
  /// - Throws: `HealthRecordError` if the store cannot be read.
  public init(words: [[String]], in store: ProfileStore) throws(HealthRecordError) {
    precondition(
      words.count == ProfileView.allCases.count, "\(words.count) sets of codes")
    var (codes, unknown): ([[Int32]], [Int]) = ([], [])
    for view in ProfileView.allCases {
      let wanted = Set(words[view.rawValue])
      let known = try store.codes(of: view).enumerated().filter { wanted.contains($1.code) }
      codes.append(known.map { Int32($0.offset) })
      unknown.append(wanted.count - known.count)
    }
    self.init(codes: codes, unknown: unknown)
  }
}
