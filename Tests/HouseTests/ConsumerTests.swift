import Foundation
import TestSupport
import Testing

@Suite struct ConsumerTests {
  /// A package elsewhere that depends on the `Simulator` product builds and prints a beat.
  @Test(.timeLimit(.minutes(10))) func anotherPackageCanUseTheSimulatorAlone() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let sources = folder.appending(path: "Sources/consumer")
    try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
    // A package found by path is known by its folder's name.
    let identity = PackageRoot.url.lastPathComponent
    try Data(
      """
      // swift-tools-version: 6.2
      import PackageDescription
      let package = Package(
        name: "consumer",
        dependencies: [.package(path: "\(PackageRoot.url.path)")],
        targets: [
          .executableTarget(
            name: "consumer",
            dependencies: [.product(name: "Simulator", package: "\(identity)")])
        ])
      """.utf8
    ).write(to: folder.appending(path: "Package.swift"))
    try Data(
      """
      import CardiacModel
      import Conduction
      import RhythmLibrary
      import Simulator

      let rhythm = try RhythmCatalogue().rhythm(named: "sinus-rhythm")
      let conduction = try SteadyConduction(
        rhythm, rrInterval: 1, firstRPeak: 0.4, atrialShift: 0, duration: 1)
      let train = BeatTrain(conduction, duration: 1)
      let beat = BatchSimulator(grid: SampleGrid(rate: 500, count: 500)).simulate([train])
      print("beat", beat.count, beat.max() ?? 0)
      """.utf8
    ).write(to: sources.appending(path: "main.swift"))
    let result = try Shell.run(
      "/usr/bin/env", ["swift", "run", "--package-path", folder.path, "--quiet", "consumer"])
    #expect(result.status == 0, "\(result.standardError)")
    let words = result.standardOutput.split(whereSeparator: \.isWhitespace)
    try #require(words.count == 3)
    #expect(words[1] == "6000")
    // The tallest R of a normal beat is between half a millivolt and four.
    let highest = try #require(Double(words[2]))
    #expect((0.5...4).contains(highest))
  }
}
