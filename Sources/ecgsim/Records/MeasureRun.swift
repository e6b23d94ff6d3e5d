import Electrocardiogram
import Fitting
import Foundation
import Measurement
import Synchronization

/// Measures many records on several threads and writes a line for each, in their order.
///
/// Records are measured in blocks, whose lines alone are held: memory does not grow with their number,
/// and the bytes do not depend on the number of threads.
struct MeasureRun {
  /// Fewest records of a block, and for each thread: threads wait for each other at its end.
  private static let blockSize = (least: 32, perThread: 8)
  /// Most records that the report for people names.
  private static let mostNamed = 20

  /// How it went.
  struct Summary: Encodable {
    /// A record that could not be measured.
    struct Failed: Encodable {
      let record: String
      let reason: String
    }
    var records = 0
    var measured = 0
    var failed: [Failed] = []

    /// The summary for people.
    var lines: [String] {
      let rest = failed.count - MeasureRun.mostNamed
      return ["\(measured) of \(records.of("record")) measured"]
        + failed.prefix(MeasureRun.mostNamed).map { "not measured: \($0.record): \($0.reason)" }
        + (rest > 0 ? ["and \(rest) more"] : [])
    }
  }

  /// What a thread makes of a record.
  private struct Product: Sendable {
    let line: Data
    let failure: String?
  }

  let table: MeasureTable
  let reading: RecordOptions
  let jobs: Int
  let quiet: Bool

  /// Measures records.
  ///
  /// - Parameters:
  ///   - records: Their paths, and what the table calls them.
  ///   - write: Takes the table piece by piece.
  /// - Returns: How it went.
  /// - Throws: A failure if no record could be measured; what `write` throws.
  func measure(
    _ records: [(path: String, name: String)], write: (Data) throws -> Void
  ) throws -> Summary {
    if let header = table.header { try write(header) }
    let progress = Progress(total: records.count, quiet: quiet)
    var summary = Summary(records: records.count)
    let size = max(Self.blockSize.least, Self.blockSize.perThread * jobs)
    for start in stride(from: 0, to: records.count, by: size) {
      let block = records[start..<min(start + size, records.count)]
      let products = try products(of: block, progress)
      for (record, product) in zip(block, products) {
        try write(product.line)
        if let failure = product.failure {
          summary.failed.append(.init(record: record.name, reason: failure))
        } else {
          summary.measured += 1
        }
      }
    }
    guard summary.measured > 0 else {
      let first = summary.failed.first
      throw Failure(
        .badInput,
        "none of \(records.count.of("record")) can be measured; \(first?.record ?? ""): "
          + (first?.reason ?? ""))
    }
    return summary
  }

  /// What becomes of the records of a block, in their order.
  private func products(
    of block: ArraySlice<(path: String, name: String)>, _ progress: Progress
  ) throws -> [Product] {
    let places = Mutex([Product?](repeating: nil, count: block.count))
    let items = block.enumerated().map { (place: $0, path: $1.path, name: $1.name) }
    try RecordThreads.run(items, jobs: jobs) { [table, reading] item in
      Result { try Self.product(item.path, item.name, table, reading) }
    } collect: { item, product in
      let product = try product.get()
      places.withLock { $0[item.place] = product }
      progress.step(of: "records")
    }
    return places.withLock { $0.compactMap { $0 } }
  }

  private static func product(
    _ path: String, _ name: String, _ table: MeasureTable, _ reading: RecordOptions
  ) throws -> Product {
    let recording: Recording
    let measures: RecordMeasures
    do {
      recording = try reading.read(path)
      measures = try RecordMeasures(recording)
    } catch {
      let reason = Failure(translating: error)?.message ?? "\(error)"
      return Product(line: try table.line(name, failure: reason), failure: reason)
    }
    return Product(line: try table.line(name, recording, measures), failure: nil)
  }
}
