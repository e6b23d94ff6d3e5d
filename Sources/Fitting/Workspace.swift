/// Memory that a solver allocates once and reuses, so that its loops neither allocate nor check.
///
/// An index out of range stops a debug build, in which the tests run; a release build does not look.
@safe
final class Workspace<Element> {
  /// How many elements there are.
  let count: Int
  private let base: UnsafeMutablePointer<Element>

  /// Allocates `count` elements of one value.
  init(_ count: Int, repeating value: Element) {
    self.count = count
    unsafe base = .allocate(capacity: max(count, 1))
    unsafe base.initialize(repeating: value, count: count)
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }

  /// The element at an index from 0 to `count` − 1.
  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count, "index \(index) of \(count)")
      return unsafe base[index]
    }
    set {
      assert(index >= 0 && index < count, "index \(index) of \(count)")
      unsafe base[index] = newValue
    }
  }

  /// Where the elements from an index on lie, as long as the workspace lives.
  @inline(__always)
  @unsafe
  func pointer(_ index: Int = 0) -> UnsafeMutablePointer<Element> {
    assert(index >= 0 && index <= count, "index \(index) of \(count)")
    return unsafe base + index
  }
}

extension Workspace {
  /// Allocates a copy of an array.
  convenience init(copying elements: [Element]) {
    precondition(!elements.isEmpty, "workspace of nothing")
    self.init(elements.count, repeating: elements[0])
    for (i, element) in elements.enumerated() { self[i] = element }
  }
}
