import Figures
import Foundation
import TestSupport
import Testing

/// The scripts in `Plots/`, as somebody uses them who has only gnuplot.
@Suite struct ScriptTests {
  static let scripts = [
    "beat.gp", "detections.gp", "distributions.gp", "fit.gp", "four-panels.gp", "leads.gp",
    "pairs.gp", "paper.gp", "record.gp",
  ]

  /// A picture of the package itself, which no figure draws.
  static let overview = "overview.gp"

  private func text(_ script: String) throws -> String {
    try String(contentsOfFile: PackageRoot.path("Plots/" + script), encoding: .utf8)
  }

  @Test func everyFigureHasAScript() throws {
    let there = try FileManager.default.contentsOfDirectory(atPath: PackageRoot.path("Plots"))
    #expect(
      there.filter { $0.hasSuffix(".gp") }.sorted() == (Self.scripts + [Self.overview]).sorted())
    #expect(try Samples.all().map(\.script).sorted() == Self.scripts.filter { $0 != "paper.gp" })
  }

  @Test func aScriptBeginsWithTheCommandThatMakesItsPicture() throws {
    for script in Self.scripts where script != "paper.gp" {
      let lines = try text(script).split(separator: "\n")
      let name = script.dropLast(3)
      #expect(
        lines[0].hasPrefix(
          "# gnuplot -e \"data='\(name).dat'; output='\(name).png'\" Plots/\(script)"))
      // And says where the data file comes from.
      #expect(lines.contains { $0.hasPrefix("#   ecgsim ") })
    }
  }

  @Test func theOverviewIsDrawnByHand() throws {
    #expect(try text(Self.overview).hasPrefix("# gnuplot -e \"output='overview.png'\" Plots/"))
    try Folder.with { folder in
      for format in ["png", "svg", "pdf"] {
        let file = "\(folder)/overview.\(format)"
        let result = try Shell.run(
          "/usr/bin/env", ["gnuplot", "-e", "output='\(file)'", "Plots/" + Self.overview],
          in: PackageRoot.url)
        #expect(result.status == 0 && result.standardError == "", "\(result.standardError)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count > 1000)
      }
    }
  }

  @Test func scriptsNameNoPathAndRunNoProgram() throws {
    for script in Self.scripts + [Self.overview] {
      let text = try text(script).split(separator: "\n").filter { !$0.hasPrefix("#") }
        .joined(separator: "\n")
      for word in ["/home", "/tmp", "/usr", "/work", "system", "`", "'<", "\"<", "|"] {
        #expect(!text.contains(word), "\(script) holds \(word)")
      }
    }
  }

  @Test func byHandAScriptDrawsTheSame() throws {
    for (script, figure) in try Samples.all() {
      try Folder.with { folder in
        try figure.write(to: folder + "/a.pdf", options: .init(dataPath: folder + "/a.dat"))
        for format in ["png", "svg", "pdf"] {
          try figure.write(to: "\(folder)/a.\(format)", options: .init(pixelsPerMillimetre: 4))
          let commands = "data='\(folder)/a.dat'; output='\(folder)/b.\(format)'; pixels = 4"
          // From the package's folder, and from the scripts' own.
          let (path, place) = format == "svg" ? (script, "Plots") : ("Plots/" + script, "")
          let result = try Shell.run(
            "/usr/bin/env", ["gnuplot", "-e", commands, path],
            in: PackageRoot.url.appending(path: place))
          #expect(result.status == 0, "\(script): \(result.standardError)")
          #expect(result.standardError == "", "\(script)")
        }
        let a = try VectorPicture(svg: folder + "/a.svg")
        #expect(try VectorPicture(svg: folder + "/b.svg").texts == a.texts)
        let bytes = try ["a.png", "b.png"].map {
          [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
        }
        // The library adds the resolution behind the header, 21 bytes.
        #expect(Array(bytes[0].prefix(33)) + Array(bytes[0].dropFirst(33 + 21)) == bytes[1])
      }
    }
  }

  @Test func theDataFileIsWhatTheSheetHolds() throws {
    for (script, figure) in try Samples.all() {
      let data = try figure.dataFile()
      #expect(data.text.hasPrefix("# Data of Plots/\(script);"))
      #expect(!data["signal"].isEmpty && data["page"].count == 1, "\(script)")
      // Every strip that a trace names is there.
      let strips = Set(data["strips"].map { $0[0] })
      for section in ["signal", "fitted", "residual", "calibration"] {
        let named = data[section].filter { $0.count == 3 && $0[1].isFinite }.map { $0[0] }
        #expect(strips.isSuperset(of: named), "\(script), \(section)")
      }
    }
  }
}
