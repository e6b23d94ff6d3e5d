import Foundation
import TestSupport
import Testing

@Suite struct ImportTests {
  /// Every import of every Swift source file, with the file that holds it.
  static func imports() throws -> [(target: String, file: String, module: String)] {
    let sources = PackageRoot.path("Sources")
    let pattern = try Regex(
      #"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public |internal |private |fileprivate |package )?import\s+(?:struct |class |enum |func |protocol |typealias |let |var )?(\w+)"#
    )
    .anchorsMatchLineEndings()
    return try FileManager.default.subpathsOfDirectory(atPath: sources)
      .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("EmbedFiles") }
      .flatMap { file in
        let text = try String(contentsOfFile: sources + "/" + file, encoding: .utf8)
          // Scripts of other languages stand in strings.
          .replacing(/"""[\s\S]*?"""/, with: "")
        let target = String(file.prefix { $0 != "/" })
        return text.matches(of: pattern).compactMap { match in
          match.output[1].substring.map { (target, file, String($0)) }
        }
      }
  }

  @Test func everyImportGoesDown() throws {
    let imports = try Self.imports()
    #expect(imports.count > 50, "the scan must find the imports")
    for (target, file, module) in imports {
      #expect(Floors.allows(target, importing: module), "\(file) imports \(module)")
    }
  }

  @Test func everyTargetHasAFloorAndSaysWhatItIs() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: PackageRoot.path("Sources"))
    for folder in folders where !folder.hasPrefix("EmbedFiles") && !folder.hasPrefix(".") {
      #expect(Floors.place(of: folder) != nil, "\(folder) is on no floor")
      guard !folder.hasPrefix("C") || folder == "CardiacModel" || folder == "Conduction" else {
        continue
      }
      let readme = try String(
        contentsOfFile: PackageRoot.path("Sources/\(folder)/README.md"), encoding: .utf8)
      #expect(readme.contains("```swift") || readme.contains("```sh"), "\(folder) has no example")
    }
  }

  /// What a README calls its target's dependencies is what the sources import, no more and no less.
  @Test func everyReadmeNamesWhatItsTargetDependsOn() throws {
    let imports = try Self.imports()
    for target in Set(imports.map(\.target)).sorted() where Floors.place(of: target) != nil {
      let imported = Set(imports.filter { $0.target == target }.map(\.module))
        .filter { Floors.place(of: $0) != nil }
      let readme = try String(
        contentsOfFile: PackageRoot.path("Sources/\(target)/README.md"), encoding: .utf8)
      let stated = try #require(Self.dependencies(in: readme), "\(target) states no dependencies")
      #expect(stated == imported, "\(target)/README.md")
    }
  }

  /// The package's targets that the paragraph 'Depends on …' names.
  static func dependencies(in readme: String) -> Set<String>? {
    let paragraph = readme.components(separatedBy: "\n\n").compactMap { text in
      text.range(of: "Depends on").map { text[$0.lowerBound...] }
    }.last
    return paragraph.map { text in
      Set(text.matches(of: /[A-Za-z0-9]+/).map { String($0.output) })
        .filter { Floors.place(of: $0) != nil }
    }
  }

  @Test func dependenciesAreReadFromTheParagraphThatStatesThem() {
    let readme = "Uses Figures.\n\nText. Depends on `Simulator`,\n`Noise` and libfoo.\n\nFitting.\n"
    #expect(Self.dependencies(in: readme) == ["Simulator", "Noise"])
    #expect(Self.dependencies(in: "Depends on nothing.\n") == [])
    #expect(Self.dependencies(in: "Uses Figures.\n") == nil)
  }

  @Test func theRuleTellsUpFromDown() {
    #expect(Floors.allows("Simulator", importing: "CardiacModel"))
    #expect(!Floors.allows("CardiacModel", importing: "Simulator"))
    #expect(!Floors.allows("Measurement", importing: "Figures"))
    #expect(!Floors.allows("Fitting", importing: "COpenBLAS"))
    #expect(!Floors.allows("ecgsim", importing: "Torch"))
    #expect(!Floors.allows("Fitting", importing: "Yams"))
  }

  /// A package with unsafe flags cannot be another one's dependency; only LIBTORCH asks for them.
  @Test(arguments: ["0", "1"]) func theManifestAsksForNoUnsafeFlags(trainer: String) throws {
    // The usual folder is locked by the run of the tests.
    let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let result = try Shell.run(
      "/usr/bin/env",
      [
        "-u", "LIBTORCH", "swift", "package", "--package-path", PackageRoot.url.path,
        "--scratch-path", scratch.path, "dump-package",
      ],
      environment: ["ECGWORKBENCH_TRAINER": trainer])
    try #require(result.status == 0, "\(result.standardError)")
    #expect(!result.standardOutput.contains("unsafeFlags"))
    #expect(result.standardOutput.contains("treatAllWarnings"))
    #expect(result.standardOutput.contains("\"CTorch\"") == (trainer == "1"))
  }

  @Test func theTopLevelHoldsOnlyWhatTheDesignAllows() throws {
    let allowed: Set = [
      "Package.swift", "Sources", "Tests", "Rhythms", "Plots", "README.md", "LICENSE", "NOTICE",
    ]
    let entries = try FileManager.default.contentsOfDirectory(atPath: PackageRoot.url.path)
      // What the tools make, and what `ecgsim demo` leaves where it was run.
      .filter { !$0.hasPrefix(".") && !["Package.resolved", "ecgsim-demo"].contains($0) }
    #expect(Set(entries) == allowed)
  }
}
