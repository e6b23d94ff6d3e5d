import Foundation

/// The folder of a data set and the files in it, each of which appears whole.
struct DatasetFolder: Sendable {
  let path: String

  /// What a data set says of itself; it is the same in every shard.
  static let descriptionName = "dataset.json"
  static let specificationName = "specification.yaml"
  static let tableName = "ptbxl_database.csv"
  static let manifestName = "SHA256SUMS"
  static let shards = "shards"

  init(_ path: String) { self.path = path }

  func place(_ name: String) -> String { path + "/" + name }

  func exists(_ name: String) -> Bool { unsafe access(place(name), F_OK) == 0 }

  /// Makes a folder within this one, or itself.
  func make(_ name: String = "") throws(RecordError) {
    do {
      try FileManager.default.createDirectory(
        atPath: name.isEmpty ? path : place(name), withIntermediateDirectories: true)
    } catch {
      throw RecordError(
        .inaccessible,
        "\(name.isEmpty ? path : place(name)): the folder cannot be made; check that you may write "
          + "there")
    }
  }

  func read(_ name: String) throws(RecordError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: place(name)) else {
      throw RecordError(
        .inaccessible, "\(place(name)): cannot be read; check that it is there and yours to read")
    }
    return [UInt8](data)
  }

  func text(_ name: String) throws(RecordError) -> String {
    String(decoding: try read(name), as: UTF8.self)
  }

  /// Writes a file beside its place and moves it there: whoever looks sees all of it or nothing.
  ///
  /// A killed process leaves at most the file beside, which the next one that writes there replaces.
  func write(_ bytes: [UInt8], _ name: String) throws(RecordError) {
    let (target, staged) = (place(name), place(name) + ".part")
    let descriptor = unsafe open(staged, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    var isWritten = descriptor >= 0
    var done = 0
    while isWritten, done < bytes.count {
      let step = unsafe bytes.withUnsafeBytes {
        unsafe Foundation.write(
          descriptor, $0.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if step < 0, errno == EINTR { continue }
      if step < 0 { isWritten = false } else { done += step }
    }
    if descriptor >= 0, close(descriptor) != 0 { isWritten = false }
    guard isWritten, unsafe rename(staged, target) == 0 else {
      _ = unsafe unlink(staged)
      throw RecordError(
        .inaccessible, "\(target): cannot be written; check that there is room and that you may")
    }
  }

  func write(_ text: String, _ name: String) throws(RecordError) {
    try write(Array(text.utf8), name)
  }

  /// Removes a file or a folder, if it is there.
  func remove(_ name: String) { try? FileManager.default.removeItem(atPath: place(name)) }

  /// Names in a folder within this one, sorted.
  func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: place(folder))) ?? []).sorted()
  }
}
