public import HealthRecords
public import Statements

/// A neighbour with what it shares with the query, for people to read and without names.
public struct RetrievedProfile: Sendable, Codable, Equatable {
  /// The admission's place in the store.
  public var admission: Int
  /// τ.
  public var similarity: Double
  /// Jaccard indices by view.
  public var jaccard: [ProfileView: Double]
  /// Codes that both have, in words where the tables give them.
  public var shared: [ProfileView: [String]]
  /// Age at the start of the admission in whole years, if known.
  public var ageYears: Int?
  /// Sex as recorded, if known.
  public var sex: Condition.Sex?

  /// Looks up neighbours in the store of the index.
  public static func describe(
    _ neighbours: [Neighbour], of query: ProfileQuery, in store: ProfileStore
  ) throws(HealthRecordError) -> [RetrievedProfile] {
    let equal = SimilarityWeights(diagnoses: 1, medications: 1, procedures: 1, statements: 1)
    var codes: [[ProfileStore.Code]] = []
    for view in ProfileView.allCases { codes.append(try store.codes(of: view)) }
    var described: [RetrievedProfile] = []
    for neighbour in neighbours {
      let profile = try store.profile(at: neighbour.admission)
      var (jaccard, shared): ([ProfileView: Double], [ProfileView: [String]]) = ([:], [:])
      for view in ProfileView.allCases {
        let both = Set(query.codes[view.rawValue]).intersection(profile[view]).sorted()
        jaccard[view] = equal.part(
          of: view, shared: both.count, query.sizes[view.rawValue], profile[view].count)
        shared[view] = both.map {
          let code = codes[view.rawValue][Int($0)]
          return code.title ?? code.code
        }
      }
      described.append(
        RetrievedProfile(
          admission: neighbour.admission, similarity: neighbour.similarity, jaccard: jaccard,
          shared: shared, ageYears: profile.ageYears.map { Int($0.rounded(.down)) },
          sex: profile.sex))
    }
    return described
  }
}
