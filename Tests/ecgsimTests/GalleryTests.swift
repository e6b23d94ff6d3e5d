import Foundation
import TestSupport
import Testing

/// The pictures that README shows are those that the package draws.
@Suite struct GalleryTests {
  static let gallery = PackageRoot.path("Plots/Gallery")

  @Test func everyPictureIsWhatItsCommandDrawsNow() throws {
    try Program.inFolder { program in
      let result = try Shell.run(
        "/bin/sh", [Self.gallery + "/draw.sh", Program.path, program.folder.path],
        in: program.folder)
      try #require(result.status == 0, "\(result.standardError)")
      let drawn = try program.files()
      let kept = try FileManager.default.contentsOfDirectory(atPath: Self.gallery)
        .filter { $0.hasSuffix(".png") }.sorted()
      #expect(drawn == kept)
      for name in drawn {
        let (mine, shown) = (program.folder.path + "/" + name, Self.gallery + "/" + name)
        if try Data(contentsOf: URL(filePath: mine)) == Data(contentsOf: URL(filePath: shown)) {
          continue
        }
        // Other vector instructions and fonts shift a rounding here and there, no trace.
        let difference = try Picture(png: mine).difference(from: Picture(png: shown))
        #expect(difference < 1e-3, "\(name) is stale: run Plots/Gallery/draw.sh and look at it")
      }
    }
  }

  @Test func readmeShowsEveryPicture() throws {
    let readme = try String(contentsOfFile: PackageRoot.path("README.md"), encoding: .utf8)
    let shown = Set(
      readme.matches(of: /Plots\/Gallery\/([a-z-]+\.png)/).map { String($0.output.1) })
    let kept = try FileManager.default.contentsOfDirectory(atPath: Self.gallery)
      .filter { $0.hasSuffix(".png") }
    #expect(shown == Set(kept))
  }
}
