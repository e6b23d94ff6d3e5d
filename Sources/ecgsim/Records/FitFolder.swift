import Foundation

/// The records of a folder.
enum FitFolder {
  /// The records below a folder, by their headers; PTB-XL's two rates lie in folders of their own.
  static func records(in folder: String) throws -> [String] {
    let stem = folder.trimmingSuffix { $0 == "/" }
    guard isFolder(folder) else {
      throw Failure(.cannotReadOrWrite, "\(folder): there is no such folder; check its path")
    }
    guard let walk = FileManager.default.enumerator(atPath: folder) else {
      throw Failure(
        .cannotReadOrWrite, "\(folder): the folder cannot be read; check its permissions")
    }
    let records = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".hea") }
      .map { stem + "/" + $0.dropLast(4) }.sorted()
    guard !records.isEmpty else {
      throw Failure(.badInput, "\(folder): there is no WFDB record (.hea) in it")
    }
    return records
  }

  /// Whether a path is a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && isFolder.boolValue
  }
}
