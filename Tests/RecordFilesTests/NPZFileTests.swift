import Foundation
import RecordFiles
import TestSupport
import Testing

@Suite("NPZ file")
struct NPZFileTests {
  private static let members: [NPZFile.Member] = [
    .init("single", NumPyArray(shape: [2, 3], .float32([0, -1.5, .infinity, 1e-8, 2, 3]))),
    .init(
      "double", NumPyArray(shape: [1, 2, 2], .float64([0.1, -0.0, 1e300, .leastNonzeroMagnitude]))),
    .init("whole", NumPyArray(.int64([.min, -1, 0, .max]))),
    .init("text", NumPyArray(shape: [3, 1], .text(["II", "", "µ🫀"]))),
    .init("byte", NumPyArray(shape: [2, 2], .int8([-128, -1, 0, 127]))),
    .init("empty", NumPyArray(shape: [0, 7], .float32([]))),
  ]

  @Test("every kind of array reads back the same, and the file's bytes are always the same")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.npz").path
      let file = NPZFile(Self.members)
      try file.write(to: path)
      #expect(try NPZFile.read(path) == file)
      #expect(try NPZFile.read(path)["whole"] == Self.members[2].array)
      #expect(try NPZFile.read(path)["other"] == nil)
      let first = try Data(contentsOf: URL(fileURLWithPath: path))
      try file.write(to: path)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
      #expect(try NPZFile(parsing: Array(first), file: "b.npz") == file)
    }
  }

  @Test("streamed arrays equal those written at once, with the number of rows found at the end")
  func streams() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path }
      let numbers = try NPYStream(path: path("x"), element: .float32, axes: [3, 2])
      let names = try NPYStream(path: path("n"), element: .text(4))
      let none = try NPYStream(path: path("e"), element: .int64, axes: [5])
      // More than the buffer, in pieces of one to several rows.
      var all: [Float] = []
      for piece in 0..<5000 {
        let rows = (0..<(piece % 4) * 6).map { Float(piece) + Float($0) / 32 }
        try numbers.append(.float32(rows))
        all += rows
        try names.append(.text(Array(repeating: "\(piece)", count: piece % 4)))
      }
      for stream in [numbers, names, none] { try stream.finish() }
      try NPZFile.write(
        arrays: [("x", path("x")), ("n", path("n")), ("e", path("e"))], to: path("a.npz"))
      let file = try NPZFile.read(path("a.npz"))
      #expect(file.members.map(\.name) == ["x", "n", "e"])
      #expect(file["x"] == NumPyArray(shape: [7500, 3, 2], .float32(all)))
      #expect(file["e"] == NumPyArray(shape: [0, 5], .int64([])))
      #expect(file["n"]?.shape == [7500])
      guard case .text(let texts) = file["n"]?.values else { throw OutOfKind() }
      #expect(texts.prefix(7) == ["1", "2", "2", "3", "3", "3", "5"] && texts.last == "4999")
    }
  }

  private struct OutOfKind: Error {}

  @Test(
    "NumPy reads what is written, and what it writes is read",
    .enabled(if: OraclePython.isPresent, Comment(rawValue: OraclePython.hint)))
  func numpy() throws {
    try withTemporaryFolder { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path }
      try NPZFile(Self.members).write(to: path("ours.npz"))
      let stream = try NPYStream(path: path("x"), element: .float64, axes: [2])
      try stream.append(.float64([1, .nan, 3, 4]))
      try stream.finish()
      try NPZFile.write(arrays: [("x", path("x"))], to: path("streamed.npz"))
      let script = """
        import sys, numpy as np
        folder = sys.argv[1] + "/"
        a = np.load(folder + "ours.npz")
        assert a.files == ["single", "double", "whole", "text", "byte", "empty"], a.files
        one = np.array([[0, -1.5, np.inf], [1e-8, 2, 3]], dtype=np.float32)
        assert a["single"].dtype == np.float32 and (a["single"] == one).all()
        assert a["double"].dtype == np.float64 and a["double"].shape == (1, 2, 2)
        assert a["double"][0, 1, 1] == 5e-324 and np.signbit(a["double"][0, 0, 1])
        assert a["whole"].dtype == np.int64 and list(a["whole"]) == [-2**63, -1, 0, 2**63 - 1]
        assert a["text"].dtype.kind == "U" and list(a["text"][:, 0]) == ["II", "", "\\u00b5\\U0001fac0"]
        assert a["byte"].dtype == np.int8 and a["byte"][0, 0] == -128
        assert a["empty"].shape == (0, 7)
        x = np.load(folder + "streamed.npz")["x"]
        assert x.shape == (2, 2) and np.isnan(x[0, 1]) and x[1, 1] == 4
        members = dict(single=a["single"].astype(">f4"), double=a["double"], whole=a["whole"],
                       text=np.asfortranarray(a["text"]),
                       byte=a["byte"], empty=a["empty"])
        np.savez(folder + "stored.npz", **members)
        np.savez_compressed(folder + "deflated.npz", **members)
        """
      _ = try OraclePython.run(script, [folder.path])
      for name in ["stored.npz", "deflated.npz"] {
        #expect(try NPZFile.read(path(name)) == NPZFile(Self.members))
      }
    }
  }

  @Test("a file that is cut off anywhere or changed anywhere gives one clear line")
  func broken() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.npz").path
      try NPZFile(Self.members).write(to: path)
      let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      for length in 0..<bytes.count {
        let error = #expect(throws: RecordFileError.self) {
          _ = try NPZFile(parsing: Array(bytes[..<length]), file: "a.npz")
        }
        #expect(error?.description.hasPrefix("a.npz") == true)
        #expect(error?.description.contains("\n") == false)
      }
      // A changed byte is refused, or it was one that says nothing about the content.
      for index in bytes.indices {
        var changed = bytes
        changed[index] ^= 0x11
        guard let file = try? NPZFile(parsing: changed, file: "a.npz") else { continue }
        #expect(file.members.map(\.array) == Self.members.map(\.array), "byte \(index)")
      }
      try Data(bytes.prefix(100)).write(to: URL(fileURLWithPath: path))
      expectError(.malformed, [path, "fetch the file again"]) { _ = try NPZFile.read(path) }
    }
  }

  @Test("what a file must not hold is named with its place")
  func refusals() throws {
    let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Corpus/npz")
    func path(_ name: String) -> String { corpus.appending(path: name).path }
    for (name, code, words) in [
      ("object.npz", RecordFileError.Code.notSupported, ["o.npy", "Python objects"]),
      ("integers.npz", .notSupported, ["o.npy", "'<i2'"]),
      ("text-entry.npz", .notSupported, ["readme.txt", "no array"]),
      ("twice.npz", .malformed, ["a.npy", "twice"]), ("none.npz", .cannotRead, ["none.npz"]),
    ] {
      expectError(code, words) { _ = try NPZFile.read(path(name)) }
    }
    expectError(.cannotRead, ["regular file"]) { _ = try NPZFile.read(corpus.path) }
    expectError(.notSupported, ["stored.npz/a.npy", "152 bytes, more than 100"]) {
      _ = try NPZFile.read(path("stored.npz"), limit: 100)
    }
  }

  @Test("where nothing can be written that is said")
  func cannotWrite() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "no/a.npz").path
      expectError(.cannotWrite, [path, "folder"]) { try NPZFile(Self.members).write(to: path) }
      expectError(.cannotWrite, [path]) { _ = try NPYStream(path: path, element: .int64) }
      expectError(.cannotWrite, ["No space"]) {
        let full = try NPYStream(path: "/dev/full", element: .int64)
        try full.append(.int64([1]))
        try full.finish()
      }
    }
  }
}
