import Electrocardiogram
import Figures
import Foundation
import TestSupport
import Testing

@Suite struct FigureWriterTests {
  static let figure = FourPanelsTests.figure

  private func failure(
    to path: String, options: FigureOptions = FigureOptions()
  ) throws -> FigureError {
    try #require(throws: FigureError.self) { try Self.figure.write(to: path, options: options) }
  }

  @Test func everyFigureIsWrittenInEveryFormat() throws {
    for (script, figure) in try Samples.all() {
      try Folder.with { folder in
        for format in PictureFormat.allCases {
          try figure.write(
            to: "\(folder)/a.\(format.rawValue)", options: .init(pixelsPerMillimetre: 4))
        }
        try figure.write(to: folder + "/upper.PDF")
        let start = { (name: String) in
          try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")).prefix(5)
        }
        #expect(try start("a.png") == Data([137, 80, 78, 71, 13]), "\(script)")
        #expect(try start("a.pdf") == Data("%PDF-".utf8), "\(script)")
        #expect(try start("upper.PDF") == Data("%PDF-".utf8), "\(script)")
        #expect(try VectorPicture(svg: folder + "/a.svg").texts.count > 1, "\(script)")
        // Nothing else is left in the folder.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 4)
      }
    }
  }

  @Test func picturesHaveTheirTrueSize() throws {
    try Folder.with { folder in
      let (png, svg, pdf) = (folder + "/a.png", folder + "/a.svg", folder + "/a.pdf")
      for path in [png, svg, pdf] {
        try Self.figure.write(
          to: path, options: .init(pixelsPerMillimetre: 4, dataPath: folder + "/a.dat"))
      }
      let page = try #require(try DataFile(path: folder + "/a.dat")["page"].first)
      // A chunk of 9 bytes behind the header: 4000 pixels a metre both ways, with a checksum.
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: png)))
      let chunk: [UInt8] =
        [0, 0, 0, 9] + Array("pHYs".utf8) + [0, 0, 0x0F, 0xA0, 0, 0, 0x0F, 0xA0, 1]
      #expect(Array(bytes[33..<50]) == chunk)
      let picture = try Picture(png: png, width: 1, height: 1)
      #expect(Double(picture.size.width) == page[0] * 4)
      #expect(Double(picture.size.height) == page[1] * 4)

      // Whole pixels of a 96th of an inch and whole points of a 72nd, never less than the page.
      let root = try VectorPicture(svg: svg).root
      for (side, size) in zip(["width", "height"], page) {
        let text = try #require(root[side])
        #expect(text.hasSuffix("mm"))
        let millimetres = try #require(Double(text.dropLast(2)))
        #expect(millimetres > size - 0.001 && millimetres < size + 25.4 / 96)
      }
      let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: pdf)), as: UTF8.self)
      let box = try #require(text.firstMatch(of: /MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]/))
      for (points, size) in [(box.1, page[0]), (box.2, page[1])] {
        let millimetres = try #require(Double(points)) * 25.4 / 72
        #expect(millimetres > size - 0.001 && millimetres < size + 25.4 / 72)
      }
    }
  }

  @Test func paperInAVectorPictureHasItsTrueSize() throws {
    try Folder.with { folder in
      let options = FigureOptions(dataPath: folder + "/a.dat")
      try Self.figure.write(to: folder + "/a.svg", options: options)
      let area = try #require(try DataFile(path: folder + "/a.dat")["areas"].first)
      let svg = try String(contentsOfFile: folder + "/a.svg", encoding: .utf8)
      // The first lines drawn in the colour of large boxes are upright: their distance is 5 mm.
      let start = try #require(svg.firstRange(of: "rgb(221, 125, 119)")).upperBound
      let places = svg[start...].matches(of: /M([0-9.]+),[0-9.]+ L([0-9.]+),/).prefix(5)
        .compactMap { Double($0.1) }
      #expect(places.count == 5)
      for (index, place) in places.enumerated() {
        // gnuplot writes hundredths of a pixel and keeps one of them clear at the edge.
        #expect(abs(place * 25.4 / 96 - (area[0] + 5 * Double(index))) < 0.011)
      }
    }
  }

  @Test func moreResolutionIsMorePixels() throws {
    try Folder.with { folder in
      let path = folder + "/a.png"
      let widths = try [3, 6].map { pixels in
        try Self.figure.write(to: path, options: .init(pixelsPerMillimetre: pixels))
        return try Picture(png: path, width: 1, height: 1).size.width
      }
      #expect(widths == [3 * 219, 6 * 219])
    }
  }

  @Test(arguments: ["a.jpg", "a", "a.", ".png.txt", "a.png/b", "folder.pdf/x"])
  func anUnknownEndingIsRefused(name: String) throws {
    let error = try failure(to: "/tmp/" + name)
    #expect(error.code == .unknownEnding)
    #expect(
      error.description
        == "cannot tell which kind of picture '/tmp/\(name)' is to be; let it end in "
        + ".png, .svg or .pdf")
  }

  @Test func aMissingFolderIsNamed() throws {
    try Folder.with { folder in
      let error = try failure(to: folder + "/no/a.png")
      #expect(error.code == .cannotWrite)
      #expect(error.description.contains("there is no folder '\(folder)/no'"))
      // A file in the folder's place is no folder; nor is the data file's folder left unchecked.
      try Data().write(to: URL(fileURLWithPath: folder + "/file"))
      #expect(try failure(to: folder + "/file/a.png").code == .cannotWrite)
      let options = FigureOptions(dataPath: folder + "/no/a.dat")
      #expect(try failure(to: folder + "/a.png", options: options).code == .cannotWrite)
      #expect(!FileManager.default.fileExists(atPath: folder + "/a.png"))
    }
  }

  @Test func aFolderIsNoPicture() throws {
    try Folder.with { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/a.png", withIntermediateDirectories: true)
      let error = try failure(to: folder + "/a.png")
      #expect(error.code == .cannotWrite)
      #expect(error.description.contains("it is a folder"))
    }
  }

  @Test func aPlaceThatRefusesIsNamed() throws {
    // The system's own folder of processes refuses even the superuser.
    let error = try failure(to: "/proc/a.png")
    #expect(error.code == .cannotWrite)
    #expect(error.description.hasPrefix("cannot write '/proc/a.png': "))
  }

  @Test func aMissingGnuplotNamesThePackage() throws {
    try Folder.with { folder in
      let error = try failure(to: folder + "/a.png", options: .init(gnuplot: "no-such-gnuplot"))
      #expect(error.code == .gnuplotMissing)
      #expect(error.description.contains("install the Debian package gnuplot-nox"))
      #expect(error.underlying != nil)
    }
  }

  @Test func aFailureLeavesTheFormerFile() throws {
    try Folder.with { folder in
      let path = folder + "/a.png"
      let former = Data("former".utf8)
      try former.write(to: URL(fileURLWithPath: path))
      // `false` takes no commands and fails, `true` succeeds without a picture.
      for program in ["false", "true"] {
        let error = try failure(to: path, options: .init(gnuplot: program))
        #expect(error.code == .gnuplotFailed)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == former)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.png"])
      }
      try Self.figure.write(to: path)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) != former)
    }
  }

  @Test func temporaryFilesAreRemoved() throws {
    func figures() throws -> Set<String> {
      let names = try FileManager.default.contentsOfDirectory(
        atPath: FileManager.default.temporaryDirectory.path)
      return Set(names.filter { $0.hasPrefix("figure-") })
    }
    // A program that was killed while it drew may have left some long ago.
    let old = try figures()
    try Folder.with { folder in
      for program in ["gnuplot", "false"] {
        try? Self.figure.write(to: folder + "/a.png", options: .init(gnuplot: program))
      }
    }
    // Other tests draw at the same time, so what is there now must have gone a little later.
    let there = try figures().subtracting(old)
    for _ in 0..<200 where try !there.isDisjoint(with: figures()) {
      Thread.sleep(forTimeInterval: 0.1)
    }
    #expect(try there.isDisjoint(with: figures()))
  }

  @Test func nothingToDrawIsAnError() throws {
    let gap = Array(repeating: Double.nan, count: 10)
    let figure = FourPanels(
      (0..<4).map { _ in .init(title: "", lead: .I, samplingRate: 500, millivolts: gap) })
    try Folder.with { folder in
      let error = #expect(throws: FigureError.self) { try figure.write(to: folder + "/a.png") }
      #expect(error?.code == .nothingToDraw)
    }
  }

  @Test func textIsDrawnAsItIsAndNeverRun() throws {
    try Folder.with { folder in
      let touched = folder + "/touched"
      let texts = [
        "it's \"quoted\" \\n back\\slash", "`touch \(touched)` $(touch \(touched))",
        "'; system 'touch \(touched)'; '", "{/:Bold x}_2 ümläut 心电图 <&> 100 %",
      ]
      let figure = FourPanels(
        texts.map { .init(title: $0, lead: .I, samplingRate: 500, millivolts: [0, 0.1]) })
      for format in PictureFormat.allCases {
        try figure.write(to: "\(folder)/a.\(format.rawValue)")
      }
      let drawn = try VectorPicture(svg: folder + "/a.svg").texts
      for (letter, text) in zip("abcd", texts) {
        #expect(drawn.contains("\(letter)   \(text)"), "'\(text)' is not in \(drawn)")
      }
      #expect(!FileManager.default.fileExists(atPath: touched))
    }
  }

  @Test func pathsMayHoldAnyCharacter() throws {
    try Folder.with { folder in
      let odd = folder + "/it's `a` $(b) \"c\" ü"
      try FileManager.default.createDirectory(atPath: odd, withIntermediateDirectories: true)
      try Self.figure.write(to: odd + "/'a'.svg", options: .init(dataPath: odd + "/\"a\".dat"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: odd).count == 2)
    }
  }
}
