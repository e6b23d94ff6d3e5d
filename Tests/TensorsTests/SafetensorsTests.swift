import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  /// A folder of its own for one test.
  static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// A file of a header and some bytes of elements.
  static func file(_ header: String, elements: Int, length: Int? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    return withUnsafeBytes(
      of: UInt64(bitPattern: Int64(length ?? text.count)).littleEndian, Array.init) + text
      + [UInt8](repeating: 0, count: elements)
  }

  @Test func tensorsComeBackAsTheyWent() throws {
    try Self.withFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      let weight = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
      try SafetensorsFile.write(
        [
          ("weight", weight), ("transposed", weight.transposed()), ("step", Tensor([7] as [Int64])),
          ("flags", Tensor([true, false, true])), ("double", Tensor(0.1, dataType: .float64)),
          ("empty", .zeros([3, 0])), ("learned", weight.copy().requiringGradient()),
        ], metadata: ["note": "\"ü\"\n\\"], to: path)
      let file = try SafetensorsFile(path: path)
      #expect(file.header.metadata == ["note": "\"ü\"\n\\"])
      #expect(
        file.header.entries.map(\.name)
          == ["step", "double", "weight", "transposed", "empty", "learned", "flags"])
      #expect(try file.tensor("weight").elements() == [1, 2, 3, 4, 5, 6] as [Float])
      #expect(try file.tensor("transposed").elements() == [1, 4, 2, 5, 3, 6] as [Float])
      #expect(try file.tensor("transposed").shape == [3, 2])
      #expect(try file.tensor("step").elements() == [7] as [Int64])
      #expect(try file.tensor("flags").elements() == [true, false, true])
      #expect(try file.tensor("double").number() == 0.1)
      #expect(try file.tensor("empty").shape == [3, 0])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
      // A second writing leaves what was mapped as it was.
      try SafetensorsFile.write([("weight", .zeros([2, 3]))], to: path)
      #expect(try file.tensor("weight").elements() == [1, 2, 3, 4, 5, 6] as [Float])
      #expect(try SafetensorsFile(path: path).tensor("weight").floats() == [0, 0, 0, 0, 0, 0])
    }
  }

  @Test func tensorsLieInTheMappingAndOutliveTheFile() throws {
    try Self.withFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      try SafetensorsFile.write([("a", Tensor([1, 2] as [Float]))], to: path)
      let tensor = try SafetensorsFile(path: path).tensor("a")
      try tensor.fill(5)
      #expect(try SafetensorsFile(path: path).tensor("a").floats() == [1, 2])
      try FileManager.default.removeItem(atPath: path)
      #expect(try tensor.floats() == [5, 5])
    }
  }

  @Test func whatCannotBeReadOrWrittenIsSaid() throws {
    try Self.withFolder { folder in
      let path = folder.path
      let absent = try #require(throws: TensorError.self) {
        try SafetensorsFile(path: path + "/absent")
      }
      #expect(absent.code == .cannotRead)
      #expect(absent.description.contains("absent cannot be read: No such file"))
      #expect((absent.underlying as? POSIXError)?.code == .ENOENT)
      #expect(throws: TensorError.self) { try SafetensorsFile(path: path) }
      let unwritable = try #require(throws: TensorError.self) {
        try SafetensorsFile.write([], to: path + "/no/folder")
      }
      #expect(unwritable.code == .cannotWrite)
      let full = try #require(throws: TensorError.self) {
        try SafetensorsFile.write([("a", .zeros([4]))], to: "/dev/full/x")
      }
      #expect(full.code == .cannotWrite)
      try SafetensorsFile.write([("a", .zeros([1]))], to: path + "/a")
      let file = try SafetensorsFile(path: path + "/a")
      let missing = try #require(throws: TensorError.self) { try file.tensor("b") }
      #expect(missing.code == .mismatch)
    }
  }

  @Test(
    arguments: [
      ("", 0, "no safetensors"), ("{}", 1, "end at byte"), ("{", 0, "expected"),
      ("{}x", 0, "follows the header"), ("[]", 0, "'{' was expected"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "needs 8"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "begin at byte"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 3, "end at byte"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "no range"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, 4, "no range"),
      (#"{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}"#, 4, "unknown type"),
      (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "not negative"),
      (#"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#, 4, "not negative"),
      (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, 4, "expected"),
      (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "lacks"),
      (#"{"a":{"dtype":"F32","shape":[1],"x":1,"data_offsets":[0,4]}}"#, 4, "unknown"),
      (#"{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4, "twice"),
      (
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        8, "twice"
      ),
      (
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
        12, "begin at byte"
      ),
      (
        #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0,
        "overflows"
      ),
      (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, 4, "large"),
      (#"{"__metadata__":{"a":1}}"#, 0, "expected"), (#"{"\ud800":{}}"#, 0, "surrogate"),
      (#"{"\x":{}}"#, 0, "escape"), ("{\"a\n\":{}}", 0, "control character"),
      (#"{"a"#, 0, "no end"),
    ])
  func malformedFilesAreRefused(header: String, elements: Int, reason: String) throws {
    var bytes = Self.file(header, elements: elements)
    if header.isEmpty { bytes.removeLast() }
    let error = try #require(throws: TensorError.self) {
      try SafetensorsHeader(fileSize: bytes.count) { Array(bytes[$0]) }
    }
    #expect(error.code == .malformedFile)
    #expect(error.description.contains(reason))
  }

  @Test func lengthsBeyondTheFileAreRefused() throws {
    for length in [3, 1 << 40, Int.max, -1] {
      let bytes = Self.file("{}", elements: 0, length: length)
      #expect(throws: TensorError.self, "\(length)") {
        try SafetensorsHeader(fileSize: bytes.count) { Array(bytes[$0]) }
      }
    }
    #expect(
      try SafetensorsHeader(fileSize: 10) { Array(Self.file("{}", elements: 0)[$0]) }.entries == [])
  }

  @Test func escapesAreRead() throws {
    let header = #"{"__metadata__":{"\u00fc\ud83e\udec0\n\t\/\"\\":"\b\f\r"}}  "#
    let bytes = Self.file(header, elements: 0)
    let read = try SafetensorsHeader(fileSize: bytes.count) { Array(bytes[$0]) }
    #expect(read.metadata == ["ü🫀\n\t/\"\\": "\u{8}\u{C}\r"])
  }

  @Test func truthValuesOtherThanOneAndZeroAreRefused() throws {
    try Self.withFolder { folder in
      let path = folder.appending(path: "a").path
      var bytes = Self.file(
        #"{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}"#, elements: 1)
      bytes[bytes.count - 1] = 2
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let error = try #require(throws: TensorError.self) {
        try SafetensorsFile(path: path).tensor("a")
      }
      #expect(error.code == .malformedFile)
    }
  }

  @Test func keptInputsOfTheFuzzerAreRefusedOrConsistent() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "Corpus")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count >= 3)
    for name in names {
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      // Cut anywhere it must not crash either.
      for length in 0...bytes.count {
        #expect(throws: Never.self, "\(name), \(length) bytes") {
          try ParserChecks.check(Array(bytes[..<length]))
        }
      }
    }
  }
}

/// The reference implementation on the other side.
@Suite(.enabled(if: SafetensorsOracle.isPresent, Comment(rawValue: OraclePython.hint)))
struct SafetensorsOracleTests {
  @Test func theReferenceReadsWhatWeWrite() throws {
    try SafetensorsTests.withFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      try SafetensorsFile.write(
        [
          ("mask", Tensor([true, false])),
          ("weight", Tensor([0.5, -1.25] as [Float], shape: [2, 1])),
          ("double", Tensor([0.1] as [Double])), ("index", Tensor([-3] as [Int64])),
          ("empty", .zeros([0])), ("scalar", Tensor(3)),
        ], metadata: ["a\"\\\n\u{1}ü": "b"], to: path)
      let read = try SafetensorsOracle.read(path)
      #expect(read.metadata == ["a\"\\\n\u{1}ü": "b"])
      #expect(read.tensors["mask"] == .init(type: "bool", shape: [2], elements: [1, 0]))
      #expect(
        read.tensors["weight"] == .init(type: "float32", shape: [2, 1], elements: [0.5, -1.25]))
      #expect(read.tensors["double"] == .init(type: "float64", shape: [1], elements: [0.1]))
      #expect(read.tensors["index"] == .init(type: "int64", shape: [1], elements: [-3]))
      #expect(read.tensors["empty"] == .init(type: "float32", shape: [0], elements: []))
      #expect(read.tensors["scalar"] == .init(type: "float32", shape: [], elements: [3]))
    }
  }

  @Test func weReadWhatTheReferenceWrites() throws {
    try SafetensorsTests.withFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      _ = try OraclePython.run(SafetensorsOracle.script, ["write", path])
      let file = try SafetensorsFile(path: path)
      #expect(file.header.metadata == ["format": "np", "note": "line\nbreak \"quoted\" ü"])
      #expect(try file.tensor("weight").elements() == [0, 0.25, 0.5, 0.75, 1, 1.25] as [Float])
      #expect(try file.tensor("double").elements() == [1e300, -0.0] as [Double])
      #expect(try file.tensor("steps").elements() == [-1, 1 << 62] as [Int64])
      #expect(try file.tensor("mask").elements() == [true, false, true])
      #expect(try file.tensor("empty").shape == [0, 4])
      #expect(try file.tensor("scalar").number() == 2.5)
      let half = try #require(throws: TensorError.self) { try file.tensor("half") }
      #expect(half.code == .mismatch)
      #expect(half.description.contains("F16"))
    }
  }

  /// Where the reference refuses a file, so do we; where we refuse more, the rule is stated.
  @Test func weRefuseWhatTheReferenceRefuses() throws {
    try SafetensorsTests.withFolder { folder in
      let entry = #"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
      let files: [[UInt8]] = [
        SafetensorsTests.file(#"{"a":\#(entry)}"#, elements: 4),
        SafetensorsTests.file(#"{"a":\#(entry)}   "#, elements: 4),
        SafetensorsTests.file(#"{"a":\#(entry)}"#, elements: 5),
        SafetensorsTests.file(#"{"a":\#(entry)}"#, elements: 3),
        SafetensorsTests.file(#"{"a":\#(entry),}"#, elements: 4),
        SafetensorsTests.file(
          #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, elements: 4),
        SafetensorsTests.file(
          #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, elements: 8),
        SafetensorsTests.file(
          #"{"a":{"dtype":"Q32","shape":[1],"data_offsets":[0,4]}}"#, elements: 4),
        SafetensorsTests.file("{}", elements: 0),
        SafetensorsTests.file("{}", elements: 0, length: 900),
        SafetensorsTests.file("", elements: 0),
      ]
      let paths = try files.enumerated().map { index, bytes in
        let url = folder.appending(path: "\(index)")
        try Data(bytes).write(to: url)
        return url.path
      }
      let accepted = try OraclePython.run(SafetensorsOracle.script, ["accepts"] + paths)
        .split(separator: "\n").map { $0 == "yes" }
      try #require(accepted.count == files.count)
      #expect(accepted[0] && accepted[8])
      for (path, accepted) in zip(paths, accepted) {
        #expect(((try? SafetensorsFile(path: path)) != nil) == accepted, "\(path)")
      }
    }
  }
}

/// The package `safetensors` of the oracle's Python.
enum SafetensorsOracle {
  struct File: Decodable {
    struct Array: Decodable, Equatable {
      var type: String
      var shape: [Int]
      var elements: [Double]
    }
    var metadata: [String: String]
    var tensors: [String: Array]
  }

  static let script = PackageRoot.path("Tests/TensorsTests/Oracles/safetensors_package.py")

  static let isPresent = (try? OraclePython.run("import safetensors")) != nil

  static func read(_ path: String) throws -> File {
    let text = try OraclePython.run(script, ["read", path])
    return try JSONDecoder().decode(File.self, from: Data(text.utf8))
  }
}
