import RecordFiles
import Testing

/// Expects an error of one kind whose line holds all the words.
func expectError(
  _ code: RecordFileError.Code, _ words: [String],
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
  do {
    try body()
    Issue.record("no error, expected \(code) with \(words)", sourceLocation: sourceLocation)
  } catch let error as RecordFileError {
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    for word in words {
      #expect(error.description.contains(word), "\(error)", sourceLocation: sourceLocation)
    }
    #expect(!error.description.contains("\n"), sourceLocation: sourceLocation)
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}
