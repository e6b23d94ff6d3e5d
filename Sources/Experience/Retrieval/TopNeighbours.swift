/// An admission that is like the one asked for.
public struct Neighbour: Sendable, Equatable, Codable {
  /// The admission's place in the store.
  public var admission: Int
  /// τ.
  public var similarity: Double

  /// Names an admission.
  public init(admission: Int, similarity: Double) {
    self.admission = admission
    self.similarity = similarity
  }

  /// Whether it stands before another: more similar, or as similar and earlier in the store.
  func precedes(_ other: Neighbour) -> Bool {
    similarity != other.similarity
      ? similarity > other.similarity : admission < other.admission
  }
}

/// The best neighbours so far; admissions come in ascending order.
struct TopNeighbours {
  private let count: Int
  /// Best first.
  private(set) var found: [Neighbour] = []
  /// What the next one must exceed: of equals the earlier stays.
  private(set) var threshold = 0.0

  init(count: Int) { self.count = count }

  /// Takes one that exceeds the threshold.
  mutating func insert(_ neighbour: Neighbour) {
    let place = found.firstIndex { neighbour.precedes($0) } ?? found.count
    found.insert(neighbour, at: place)
    if found.count > count { found.removeLast() }
    if found.count == count, let last = found.last { threshold = last.similarity }
  }
}
