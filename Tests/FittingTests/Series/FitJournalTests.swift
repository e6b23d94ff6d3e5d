import Electrocardiogram
import Foundation
import Testing

@testable import Fitting

@Suite struct FitJournalTests {
  private let first = RecordOutcome.fitted(SampleSeries.lead([ChannelName(.II)]))
  private let second = RecordOutcome.failed("no beat")

  private func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// A journal of two records, closed.
  private func journal(in folder: String) throws -> String {
    let path = folder + "/fits.unfinished"
    let journal = try FitJournal(path: path, settings: "{}")
    try journal.append("a", first.encoded)
    try journal.append("b", second.encoded)
    return path
  }

  @Test func whatIsFinishedIsThereWhenTheJournalIsOpenedAgain() throws {
    try SampleSeries.inFolder { folder in
      let path = try journal(in: folder)
      do {
        let journal = try FitJournal(path: path, settings: "{}")
        #expect(journal.contains("a") && journal.contains("b") && !journal.contains("c"))
        #expect(try journal.outcome(of: "a") == first)
        #expect(try journal.outcome(of: "b") == second)
        try journal.append("c", second.encoded)
        #expect(try journal.outcome(of: "c") == second)
      }
      let journal = try FitJournal(path: path, settings: "{}")
      #expect(journal.contains("c"))
      #expect(try journal.outcome(of: "a") == first)
      journal.remove()
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func afterAnyCutTheWholeRecordsBeforeItRemain() throws {
    try SampleSeries.inFolder { folder in
      let path = try journal(in: folder)
      let whole = try bytes(path)
      let secondLength = 24 + 1 + second.encoded.count
      let (firstEnd, settingsEnd) = (
        whole.count - secondLength, whole.count - secondLength - 24 - 1 - first.encoded.count
      )
      for length in 0..<whole.count {
        try whole.prefix(length).write(to: URL(fileURLWithPath: path))
        let journal = try FitJournal(path: path, settings: "{}")
        #expect(journal.contains("a") == (length >= firstEnd))
        #expect(!journal.contains("b"))
        // And it goes on from there.
        if length < settingsEnd { try journal.append("a", first.encoded) }
        try journal.append("b", second.encoded)
        #expect(try journal.outcome(of: "b") == second)
      }
    }
  }

  @Test func aChangedByteEndsWhatIsBelieved() throws {
    try SampleSeries.inFolder { folder in
      let path = try journal(in: folder)
      var changed = try bytes(path)
      changed[changed.count - 1] ^= 1
      try changed.write(to: URL(fileURLWithPath: path))
      let journal = try FitJournal(path: path, settings: "{}")
      #expect(journal.contains("a") && !journal.contains("b"))
    }
  }

  @Test func aRunOfOtherSettingsIsNotTakenUp() throws {
    try SampleSeries.inFolder { folder in
      let path = try journal(in: folder)
      let before = try bytes(path)
      let error = #expect(throws: FitError.self) {
        _ = try FitJournal(path: path, settings: "{\"kernels\":9}")
      }
      #expect(error?.code == .otherRun)
      #expect(error?.message.contains(path) == true && error?.message.contains("remove it") == true)
      #expect(try bytes(path) == before)
      // Nor is a file that is something else.
      try Data("notes\n".utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: FitError.self) { _ = try FitJournal(path: path, settings: "{}") }
      #expect(try bytes(path) == Data("notes\n".utf8))
    }
  }

  @Test func twoRunsDoNotWriteOneJournal() throws {
    try SampleSeries.inFolder { folder in
      let path = try journal(in: folder)
      let holder = try FitJournal(path: path, settings: "{}")
      let error = #expect(throws: FitError.self) { _ = try FitJournal(path: path, settings: "{}") }
      #expect(error?.code == .inaccessible && error?.message.contains("another run") == true)
      #expect(holder.contains("a"))
      #expect(throws: FitError.self) {
        _ = try FitJournal(path: folder + "/no/fits", settings: "{}")
      }
    }
  }

  @Test func aJournalOfNothingIsNotLeft() throws {
    try SampleSeries.inFolder { folder in
      let path = folder + "/fits.unfinished"
      do { _ = try FitJournal(path: path, settings: "{}") }
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }
}
