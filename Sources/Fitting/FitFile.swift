import CardiacModel
import Electrocardiogram
public import Foundation
import LeadProjection

/// Fit files: a beat and its twin as JSON.
///
/// Every number is written so that it reads back the same. Reading is strict: a key that is missing,
/// unknown or of the wrong kind is an error that names it.
extension FittedBeat {
  /// The version of the format that is written; version 2 is read too, which has no marks.
  public static let formatVersion = 3
  /// The versions that are read.
  static let readableVersions = 2...formatVersion

  /// The file's content.
  public func json() throws(FitError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(FitDocument(self))
    } catch {
      throw FitError(code: .badKey, message: "the fit of '\(record)' cannot be written: \(error)")
    }
  }

  /// Writes a fit file, whole or not at all.
  ///
  /// - Throws: `FitError` with code `inaccessible`.
  public func write(to path: String) throws(FitError) {
    let data = try json()
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw FitError(
        code: .inaccessible,
        message:
          "\(path): cannot be written (\(error.localizedDescription)); check that its folder "
          + "exists and may be written to")
    }
  }

  /// Reads a fit file.
  ///
  /// - Throws: `FitError` with code `inaccessible`, `notAFitFile` or `badKey`; the message begins with
  ///   the path and names the key.
  public init(readingFrom path: String) throws(FitError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw FitError(
        code: .inaccessible, message: "\(path): cannot be read (\(error.localizedDescription))")
    }
    do throws(FitError) {
      try self.init(json: data)
    } catch {
      throw FitError(code: error.code, message: "\(path): \(error.message)")
    }
  }

  /// Reads the content of a fit file.
  ///
  /// - Throws: `FitError` with code `notAFitFile` or `badKey`.
  public init(json data: Data) throws(FitError) {
    try Self.refuseSeries(data)
    let document: FitDocument
    do {
      document = try JSONDecoder().decode(FitDocument.self, from: data)
    } catch let error as FitError {
      throw error
    } catch let error as DecodingError {
      throw Self.explain(error)
    } catch {
      throw FitError(code: .notAFitFile, message: "is not a fit file: \(error)")
    }
    try Self.refuseUnknownKeys(in: data, knowing: document)
    self = try document.fittedBeat()
  }

  /// Compares the file with what is written from what was read.
  private static func refuseUnknownKeys(
    in data: Data, knowing document: FitDocument
  ) throws(FitError) {
    let known: Data
    let (theirs, ours): (Any, Any)
    do {
      known = try JSONEncoder().encode(document)
      theirs = try JSONSerialization.jsonObject(with: data)
      ours = try JSONSerialization.jsonObject(with: known)
    } catch {
      throw FitError(code: .notAFitFile, message: "is not a fit file: \(error)")
    }
    if let key = unknownKey(in: theirs, knowing: ours) {
      throw FitError(code: .badKey, message: "key '\(key)' is not known")
    }
  }

  private static func unknownKey(in theirs: Any, knowing ours: Any) -> String? {
    if let theirs = theirs as? [String: Any], let ours = ours as? [String: Any] {
      for key in theirs.keys.sorted() {
        guard let value = theirs[key], !(value is NSNull) else { continue }
        guard let known = ours[key] else { return key }
        if let inner = unknownKey(in: value, knowing: known) {
          return key + (inner.hasPrefix("[") ? "" : ".") + inner
        }
      }
    } else if let theirs = theirs as? [Any], let ours = ours as? [Any] {
      for (index, (value, known)) in zip(theirs, ours).enumerated() {
        if let inner = unknownKey(in: value, knowing: known) { return "[\(index)].\(inner)" }
      }
    }
    return nil
  }

  /// Says of the fits of many beats what they are, before a key is missed in them.
  private static func refuseSeries(_ data: Data) throws(FitError) {
    struct Format: Decodable { let format: String }
    guard let format = try? JSONDecoder().decode(Format.self, from: data),
      format.format == SeriesDocument.formatName
    else { return }
    throw FitError(
      code: .notAFitFile,
      message:
        "holds '\(format.format)', not one beat; fit one of them by its number or the average")
  }

  private static func explain(_ error: DecodingError) -> FitError {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty
        ? "the file"
        : "key '"
          + path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
          .replacingOccurrences(of: ".[", with: "[") + "'"
    }
    switch error {
    case .keyNotFound(let key, let context):
      return FitError(code: .badKey, message: "\(place(context.codingPath + [key])) is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return FitError(
        code: .badKey, message: "\(place(context.codingPath)): \(context.debugDescription)")
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty
        ? FitError(code: .notAFitFile, message: "is not JSON: \(context.debugDescription)")
        : FitError(
          code: .badKey, message: "\(place(context.codingPath)): \(context.debugDescription)")
    @unknown default:
      return FitError(code: .notAFitFile, message: "\(error)")
    }
  }
}
