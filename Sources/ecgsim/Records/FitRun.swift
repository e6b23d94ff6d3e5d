import Fitting
import Foundation
import Synchronization

/// Fits the records of a folder on several threads and keeps what is finished in a journal.
final class FitRun: Sendable {
  /// A record to fit.
  private struct Item: Sendable {
    let path: String
    /// What the table calls it: its path within the folder.
    let name: String
    /// What the journal calls it: with size and time of the header, so that a record that has changed
    /// since is fitted again.
    let key: String
  }

  private struct State {
    /// Finished records, if there is something to write at the end.
    var journal: FitJournal?
    var tally = FitEvaluation.Tally()
    var done = 0
  }

  /// What a thread makes of a record.
  private struct Product: Sendable {
    let outcome: RecordOutcome
    /// The outcome for the journal, made where the threads do not wait for each other.
    let bytes: [UInt8]
    let milliseconds: [Double]
  }

  private let items: [Item]
  private let state: Mutex<State>
  private let quiet: Bool

  /// Prepares a run and takes up one that was not finished.
  ///
  /// - Parameters:
  ///   - records: Paths of the records.
  ///   - folder: The folder within which they are named.
  ///   - journal: Where finished records are kept, and all on which they depend.
  ///   - quiet: Whether nothing is told.
  /// - Throws: `FitError` if the journal cannot be written or is another run's.
  init(
    _ records: [String], in folder: String, journal: (path: String, settings: String)?, quiet: Bool
  ) throws {
    items = records.map { path in
      let name = String(path.dropFirst(folder.count + 1))
      return Item(path: path, name: name, key: name + "\t" + Self.stamp(path + ".hea"))
    }
    self.quiet = quiet
    var state = State()
    if let journal {
      let kept = try FitJournal(path: journal.path, settings: journal.settings)
      state.done = items.count { kept.contains($0.key) }
      state.journal = kept
    }
    if state.done > 0, !quiet {
      StandardError.say("going on: \(state.done) of \(items.count) records were fitted before")
    }
    self.state = Mutex(state)
  }

  /// Size and time of a file, as far as it has them.
  private static func stamp(_ path: String) -> String {
    var status = stat()
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, unsafe fstat(descriptor, &status) == 0 else { return "-" }
    return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// Fits what is not finished.
  ///
  /// - Parameters:
  ///   - jobs: How many threads.
  ///   - body: Fits the record of a path, which the table calls by a name; an error is the record's.
  /// - Throws: `FitError` if the journal cannot be written.
  func fit(
    jobs: Int, _ body: @escaping @Sendable (String, String) throws -> SeriesFitter.Result
  ) throws {
    let pending = items.filter { item in !isFinished(item) }
    let keepsBytes = state.withLock { $0.journal != nil }
    let progress = Progress(
      total: items.count, quiet: quiet, alreadyDone: items.count - pending.count)
    let interruption = Interruption.whenInterrupted { self.tellWhereToGoOn() }
    defer { Interruption.forget(interruption) }
    try RecordThreads.run(pending, jobs: jobs) { item -> Product in
      let (outcome, milliseconds) = Self.outcome { try body(item.path, item.name) }
      return Product(
        outcome: outcome, bytes: keepsBytes ? outcome.encoded : [], milliseconds: milliseconds)
    } collect: { item, product in
      try self.state.withLock { state in
        state.tally.add(milliseconds: product.milliseconds)
        if let journal = state.journal {
          try journal.append(item.key, product.bytes)
        } else {
          state.tally.add(item.name, product.outcome)
        }
        state.done += 1
      }
      progress.step(of: "records")
    }
  }

  private func isFinished(_ item: Item) -> Bool {
    state.withLock { $0.journal?.contains(item.key) ?? false }
  }

  private static func outcome(
    _ body: () throws -> SeriesFitter.Result
  ) -> (RecordOutcome, milliseconds: [Double]) {
    do {
      let result = try body()
      return (.fitted(result.series), result.milliseconds)
    } catch {
      return (.failed(Failure(translating: error)?.message ?? "\(error)"), [])
    }
  }

  private func tellWhereToGoOn() {
    state.withLock { state in
      guard let journal = state.journal else { return }
      guard state.done > 0 else { return journal.remove() }
      StandardError.say(
        "stopped; \(state.done) of \(items.count) records are kept in \(journal.path), and "
          + "the same command goes on from there")
    }
  }

  /// Visits the outcome of every record, in the order of the records.
  private func forEach(_ body: (String, RecordOutcome) throws -> Void) throws {
    for item in items {
      let outcome = try state.withLock { try $0.journal?.outcome(of: item.key) }
      if let outcome { try body(item.name, outcome) }
    }
  }

  /// How well the records were fitted.
  ///
  /// - Throws: `FitError` if none was; then nothing is kept for another run.
  func evaluation() throws -> FitEvaluation {
    var tally = state.withLock { $0.tally }
    try forEach { tally.add($0, $1) }
    do {
      return try tally.evaluation()
    } catch {
      finish()
      throw error
    }
  }

  /// Visits the series of every record that was fitted, in the order of the records.
  func forEachSeries(_ body: (FittedSeries) throws -> Void) throws {
    try forEach { _, outcome in
      if case .fitted(let series) = outcome { try body(series) }
    }
  }

  /// Removes what was kept for another run.
  func finish() { state.withLock { $0.journal?.remove() } }
}
