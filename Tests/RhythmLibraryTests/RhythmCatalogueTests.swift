import Electrocardiogram
import Foundation
import RhythmLibrary
import Testing

@Suite struct RhythmCatalogueTests {
  @Test func everyPresetDecodes() throws {
    let catalogue = try RhythmCatalogue()
    #expect(
      catalogue.names.filter {
        ["sinus-rhythm", "ventricular-pacing", "first-degree-av-block", "stemi-anterior"]
          .contains($0)
      }.count == 4)
    for name in catalogue.names {
      let rhythm = try catalogue.rhythm(named: name)
      #expect(!rhythm.criteria.isEmpty && rhythm.criteria.allSatisfy { !$0.source.isEmpty })
    }
  }

  @Test func whatCannotBeReadIsToldByCode() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    func code() -> RhythmError.Code? {
      do throws(RhythmError) {
        _ = try RhythmCatalogue(additionalFolder: folder)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code() == .unreadable, "there is no folder")
    try Data().write(to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(code() == .unreadable, "it is a file")
    try FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(code() == nil)
    try Data([0xFF, 0xFE, 0x00]).write(to: folder.appending(path: "mine.yaml"))
    #expect(code() == .unreadable, "it is no text")
  }

  @Test func anExtendingRhythmKeepsWhatItDoesNotReplace() throws {
    let catalogue = try RhythmCatalogue()
    let (sinus, block) = (
      try catalogue.rhythm(named: "sinus-rhythm"),
      try catalogue.rhythm(named: "first-degree-av-block")
    )
    #expect(block.beat == sinus.beat)
    #expect(block.conduction != sinus.conduction)
    guard case .system(let system) = block.conduction else {
      Issue.record("\(block.conduction)")
      return
    }
    #expect(system.node.delay.lowerBound > 0.2)
    #expect(block.criteria != sinus.criteria)
    let infarct = try catalogue.rhythm(named: "stemi-anterior")
    #expect(infarct.beat.kernels[.QRS] == sinus.beat.kernels[.QRS])
    #expect(infarct.beat.kernels[.T] != sinus.beat.kernels[.T])
    #expect(infarct.conduction == sinus.conduction)
    // Below `variation` too one part is replaced and the other kept.
    #expect(infarct.variation?.respiration == sinus.variation?.respiration)
    #expect(infarct.variation?.patients != sinus.variation?.patients)
  }
}
