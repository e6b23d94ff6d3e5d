import ZipFiles

/// Several named arrays in one file, as `numpy.savez_compressed` writes and `numpy.load` reads them.
///
/// A zip archive with an `.npy` file for each array. The same arrays always give the same bytes.
public struct NPZFile: Sendable, Equatable {
  /// One array and its name.
  public struct Member: Sendable, Equatable {
    /// The name, without `.npy`.
    public let name: String
    /// The array.
    public let array: NumPyArray

    /// Names an array.
    public init(_ name: String, _ array: NumPyArray) {
      self.name = name
      self.array = array
    }
  }

  /// The arrays in the file's order.
  public let members: [Member]

  /// Collects arrays.
  ///
  /// - Precondition: there is one, and no name occurs twice.
  public init(_ members: [Member]) {
    precondition(
      !members.isEmpty && Set(members.map(\.name)).count == members.count,
      "arrays named \(members.map(\.name))")
    self.members = members
  }

  /// The array of a name, or `nil` if there is none.
  public subscript(name: String) -> NumPyArray? { members.first { $0.name == name }?.array }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The largest array that is acceptable, in bytes.
  /// - Returns: All arrays.
  /// - Throws: `cannotRead`, `malformed`, `truncated`, `notSupported`.
  public static func read(_ path: String, limit: Int = largest) throws(RecordFileError) -> NPZFile {
    try FileBytes.check(path)
    return try NPZFile(
      archive(path) { () throws(ZipError) in try ZipReader(path: path) }, path, limit)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - file: The name that errors give.
  ///   - limit: The largest array that is acceptable, in bytes.
  /// - Throws: `malformed`, `truncated`, `notSupported`.
  public init(
    parsing bytes: [UInt8], file: String, limit: Int = largest
  ) throws(RecordFileError) {
    try self.init(
      Self.archive(file) { () throws(ZipError) in try ZipReader(bytes: bytes) }, file, limit)
  }

  /// The largest array that is read unless the caller says otherwise: 4 GiB.
  public static let largest = 1 << 32

  private static let ending = ".npy"

  private init(_ archive: ZipReader, _ file: String, _ limit: Int) throws(RecordFileError) {
    var members: [Member] = []
    var names: Set<String> = []
    for (index, entry) in archive.entries.enumerated() {
      let place = "\(file)/\(entry.name)"
      guard entry.name.hasSuffix(Self.ending) else {
        throw RecordFileError(
          .notSupported, file: place, "is no array (.npy)", advice: "save arrays with numpy.savez")
      }
      let name = String(entry.name.dropLast(Self.ending.count))
      guard names.insert(name).inserted else {
        throw RecordFileError(
          .malformed, file: place, "occurs twice", advice: "write the file again")
      }
      let bytes = try Self.archive(file) { () throws(ZipError) in
        try archive.read(index, limit: limit)
      }
      members.append(Member(name, try NumPyArray(parsing: bytes, file: place)))
    }
    guard !members.isEmpty else {
      throw RecordFileError(
        .malformed, file: file, "holds no array", advice: "save arrays with numpy.savez")
    }
    self.members = members
  }

  /// Writes the file whole or not at all.
  ///
  /// - Throws: `cannotWrite`.
  public func write(to path: String) throws(RecordFileError) {
    var entries: [ZipWriter.Entry] = []
    for member in members {
      entries.append(
        .init(member.name + Self.ending, .bytes(try member.array.encoded(file: path))))
    }
    try Self.write(entries, to: path)
  }

  /// Writes a file of arrays that lie in `.npy` files, such as those of `NPYStream`.
  ///
  /// The arrays are never in memory.
  ///
  /// - Parameters:
  ///   - arrays: Names and paths, in the order wanted.
  ///   - path: The file to write, whole or not at all.
  /// - Throws: `cannotWrite`.
  public static func write(
    arrays: [(name: String, path: String)], to path: String
  ) throws(RecordFileError) {
    try write(arrays.map { .init($0.name + ending, .file($0.path)) }, to: path)
  }

  private static func write(
    _ entries: [ZipWriter.Entry], to path: String
  ) throws(RecordFileError) {
    try archive(path) { () throws(ZipError) in try ZipWriter.write(entries, to: path) }
  }

  /// Runs a body that works on an archive; its errors become those of this library.
  private static func archive<Result>(
    _ file: String, _ body: () throws(ZipError) -> Result
  ) throws(RecordFileError) -> Result {
    do {
      return try body()
    } catch {
      let place = error.entry.map { "\(file)/\($0)" } ?? file
      let (code, advice): (RecordFileError.Code, String) =
        switch error.code {
        case .cannotRead: (.cannotRead, "check the path and its permissions")
        case .cannotWrite: (.cannotWrite, "check that the folder exists and has room")
        case .malformed: (.malformed, "write or fetch the file again")
        case .truncated: (.truncated, "write or fetch the file again")
        case .notSupported: (.notSupported, "save arrays with numpy.savez_compressed")
        case .tooLarge: (.notSupported, "check that it is the right file, or allow more")
        }
      throw RecordFileError(code, file: place, error.description, advice: advice)
    }
  }
}
