/// Events in the order of their times; of equal times the one that was added first comes first.
struct EventQueue<Event> {
  private struct Entry {
    var time: Double
    var order: Int
    var event: Event
    func precedes(_ other: Entry) -> Bool {
      (time, order) < (other.time, other.order)
    }
  }

  /// A binary heap: no entry precedes the one at half its place.
  private var heap: [Entry] = []
  private var added = 0

  /// Adds an event in a time that grows with the logarithm of their number.
  mutating func add(_ event: Event, at time: Double) {
    precondition(time.isFinite, "an event at \(time) s")
    heap.append(Entry(time: time, order: added, event: event))
    added += 1
    var place = heap.count - 1
    while place > 0, heap[place].precedes(heap[(place - 1) / 2]) {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes out every event but those that are to stay.
  mutating func keep(_ stays: (Event) -> Bool) {
    let kept = heap.filter { stays($0.event) }.sorted { $0.precedes($1) }
    // A list in order is a heap.
    heap = kept
  }

  /// Takes the first event out.
  mutating func next() -> (time: Double, event: Event)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return (first.time, first.event) }
    heap[0] = last
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if heap[child].precedes(heap[least]) { least = child }
      }
      guard least != place else { break }
      heap.swapAt(place, least)
      place = least
    }
    return (first.time, first.event)
  }
}
