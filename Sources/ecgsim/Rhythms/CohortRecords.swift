import Fitting
import Foundation
import Populations
import Synchronization

/// The recordings of a cohort, measured and fitted on several threads.
struct CohortRecords {
  /// Those that could be, in the cohort's order.
  let records: [PatientRecord]
  /// The others, with the reason.
  let failed: [String]

  /// Reads all.
  ///
  /// - Throws: a failure if none can be measured.
  init(_ cohort: Cohort, reading: RecordOptions, jobs: Int, quiet: Bool) throws {
    typealias Outcome = Result<PatientRecord, any Error>
    let places = Mutex([Outcome?](repeating: nil, count: cohort.members.count))
    let progress = Progress(total: cohort.members.count, quiet: quiet)
    try RecordThreads.run(Array(cohort.members.enumerated()), jobs: jobs) { [reading] item in
      Outcome { try PatientRecord(reading.read(item.element.path), item.element) }
    } collect: { item, outcome in
      places.withLock { $0[item.offset] = outcome }
      progress.step(of: "records")
    }
    let outcomes = places.withLock { $0.compactMap { $0 } }
    records = outcomes.compactMap { try? $0.get() }
    failed = zip(cohort.members, outcomes).compactMap { member, outcome in
      guard case .failure(let error) = outcome else { return nil }
      return "\(member.record): \(Failure(translating: error)?.message ?? "\(error)")"
    }
    guard !records.isEmpty else {
      throw Failure(
        .badInput,
        "\(cohort.folder): none of \(cohort.members.count.of("record")) of these folds can be measured"
          + (failed.first.map { "; \($0)" } ?? ""))
    }
  }
}
