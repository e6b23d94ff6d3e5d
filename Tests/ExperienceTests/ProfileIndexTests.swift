import HealthRecords
import RandomNumbers
import TestSupport
import Testing

@testable import Experience

@Suite struct ProfileIndexTests {
  /// Profiles whose codes come with frequencies that fall like 1/rank.
  static func profiles(
    _ count: Int, vocabulary: [Int], sizes: [Int], seed: UInt64
  ) -> [Profile] {
    var numbers = Philox(seed: seed)
    return (0..<count).map { admission in
      let codes = zip(vocabulary, sizes).map { words, size in
        let wanted = Int.random(in: 0...size, using: &numbers)
        var set: Set<Int32> = []
        for _ in 0..<wanted {
          let rank = Double(words).raised(Double.random(in: 0..<1, using: &numbers))
          set.insert(Int32(min(words - 1, Int(rank) - 1)))
        }
        return set.sorted()
      }
      return Profile(
        admission: 3 * admission, patient: Int.random(in: 0..<max(1, count / 3), using: &numbers),
        codes: codes)
    }
  }

  /// All admissions scored with sets of the language, sorted.
  static func bruteForce(
    _ query: ProfileQuery, _ profiles: [Profile], _ weights: SimilarityWeights, count: Int
  ) -> [Neighbour] {
    let factors = [weights.diagnoses, weights.medications, weights.procedures, weights.statements]
    var scored: [Neighbour] = []
    for profile in profiles where profile.patient != query.patient {
      var sum = 0.0
      for view in 0..<4 {
        let (first, second) = (Set(query.codes[view]), Set(profile.codes[view]))
        let missing = query.sizes[view] - query.codes[view].count
        let union = first.union(second).count + missing
        if union > 0 {
          sum += factors[view] * (Double(first.intersection(second).count) / Double(union))
        }
      }
      if sum > 0 { scored.append(Neighbour(admission: profile.admission, similarity: sum)) }
    }
    scored.sort { ($1.similarity, $0.admission) < ($0.similarity, $1.admission) }
    return Array(scored.prefix(count))
  }

  static let weights = [
    SimilarityWeights(), SimilarityWeights(diagnoses: 1, medications: 0, procedures: 0),
    SimilarityWeights(diagnoses: 0.2, medications: 0.3, procedures: 0.1, statements: 0.4),
    SimilarityWeights(diagnoses: 0, medications: 0, procedures: 1 / 3, statements: 1 / 7),
  ]

  /// Vocabularies below and above 64 codes, admissions below, at and above a block, sizes from empty sets on:
  /// the same admissions, the same similarities to the last bit, the same order among equals.
  @Test(arguments: [
    (1, [3, 2, 1, 1], [3, 2, 1, 1]), (300, [64, 65, 5, 9], [9, 12, 2, 4]),
    (2000, [1000, 300, 200, 40], [20, 40, 5, 6]),
    (CodeIndex.blockSize, [400, 100, 80, 30], [4, 5, 2, 2]),
    (2 * CodeIndex.blockSize + 1, [200, 90, 70, 20], [3, 4, 1, 1]),
  ]) func searchEqualsBruteForce(count: Int, vocabulary: [Int], sizes: [Int]) {
    let profiles = Self.profiles(count, vocabulary: vocabulary, sizes: sizes, seed: UInt64(count))
    let index = ProfileIndex(profiles, vocabulary: vocabulary)
    #expect(index.count == count)
    let few = count > 10_000
    for number in 0..<(few ? 3 : 25) {
      let profile = profiles[number * 7919 % count]
      var query = ProfileQuery(profile)
      if number % 3 == 1 {
        // Somebody who is not in the store, with codes that it lacks.
        query = ProfileQuery(codes: profile.codes, unknown: [2, 0, 1, 3])
      }
      for weights in few ? [Self.weights[number]] : Self.weights {
        for k in [1, 10, 50] {
          let found = index.nearest(to: query, count: k, weights: weights)
          #expect(found == Self.bruteForce(query, profiles, weights, count: k))
        }
      }
    }
  }

  @Test func equalsStandInTheStoresOrder() {
    let profiles = (0..<40).map {
      Profile(admission: $0, patient: $0, codes: [[Int32($0 % 2)], [], [], []])
    }
    let index = ProfileIndex(profiles, vocabulary: [2, 0, 0, 0])
    let found = index.nearest(to: ProfileQuery(profiles[7]), count: 5)
    #expect(found.map(\.admission) == [1, 3, 5, 9, 11])
    #expect(found.allSatisfy { $0.similarity == 0.5 })
  }

  @Test func nobodyFindsThemselfAndNothingSharedIsNotFound() {
    let sets: [[Int32]] = [[0], [0], [0, 1], [2]]
    let profiles = sets.enumerated().map { number, set in
      Profile(admission: number, patient: number == 1 ? 0 : number, codes: [set, [], [], []])
    }
    let index = ProfileIndex(profiles, vocabulary: [3, 0, 0, 0])
    #expect(index.nearest(to: ProfileQuery(profiles[0]), count: 5).map(\.admission) == [2])
    #expect(index.nearest(to: ProfileQuery(codes: [[], [], [], []]), count: 5).isEmpty)
  }

  @Test func twoEmptySetsAreNotAlike() {
    let weights = SimilarityWeights()
    #expect(weights.part(of: .diagnoses, shared: 0, 0, 0) == 0)
    #expect(weights.part(of: .diagnoses, shared: 2, 3, 4) == 0.5 * (2.0 / 5))
  }

  @Test func similarityOfTwoProfilesIsTheIndexs() {
    let profiles = Self.profiles(200, vocabulary: [90, 80, 9, 9], sizes: [8, 9, 3, 3], seed: 4)
    let index = ProfileIndex(profiles, vocabulary: [90, 80, 9, 9])
    for profile in profiles.prefix(20) {
      let query = ProfileQuery(profile)
      for found in index.nearest(to: query, count: 5) {
        let other = profiles[found.admission / 3]
        #expect(SimilarityWeights().similarity(query, other) == found.similarity)
      }
    }
  }
}

extension Double {
  /// A power, by the exponential function.
  func raised(_ exponent: Double) -> Double {
    var (result, base, left) = (1.0, self, exponent)
    // Binary digits of the exponent: enough for a test's frequencies.
    for _ in 0..<20 {
      base = base.squareRoot()
      left *= 2
      if left >= 1 {
        result *= base
        left -= 1
      }
    }
    return result
  }
}
