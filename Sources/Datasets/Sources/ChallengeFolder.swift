import Foundation
public import Statements

/// Recordings of the PhysioNet/CinC Challenges 2020 and 2021: headers with age, sex and SNOMED CT codes.
///
/// Reyna et al., CinC 2021. Every recording is a patient of its own: the sets do not say whose they are.
public struct ChallengeFolder: RecordSource {
  /// Where it is; folders below are searched too.
  public let path: String
  private let parser: ReportParser

  /// Names a folder.
  public init(path: String, lexicon: Lexicon) {
    self.path = path
    parser = ReportParser(lexicon)
  }

  /// The folder's own name.
  public var name: String { URL(fileURLWithPath: path).lastPathComponent }

  /// Lists all headers, by name.
  public func records() throws(DatasetError) -> [SourceRecord] {
    let files = (FileManager.default.enumerator(atPath: path)?.allObjects ?? [])
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".hea") }.sorted()
    guard !files.isEmpty else {
      throw DatasetError(.empty, "\(path) holds no headers (.hea); is it a Challenge folder?")
    }
    var found: [SourceRecord] = []
    for file in files {
      let stem = String(file.dropLast(4))
      let text: String
      do {
        text = try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
      } catch {
        throw DatasetError(.unreadable, "cannot read \(path)/\(file)", underlying: error)
      }
      let name = stem.split(separator: "/").last.map(String.init) ?? stem
      found.append(record(name, "\(path)/\(stem)", comments: Self.comments(of: text)))
    }
    return found
  }

  /// `Key: value` of a header's comments, keys in lower case.
  static func comments(of header: String) -> [String: String] {
    var found: [String: String] = [:]
    for line in header.split(whereSeparator: \.isNewline) where line.hasPrefix("#") {
      let parts = line.drop { $0 == "#" || $0 == " " }.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      found[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return found
  }

  private func record(
    _ name: String, _ path: String, comments: [String: String]
  ) -> SourceRecord {
    let sexes: [String: Condition.Sex] = [
      "male": .male, "m": .male, "female": .female, "f": .female,
    ]
    let codes = comments["dx"]?.split(separator: ",").map(String.init) ?? []
    let words = codes.compactMap(parser.lexicon.words(ofSNOMED:)).joined(separator: ". ")
    return SourceRecord(
      name: name, path: path, patient: "record \(name)",
      ageYears: comments["age"].flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil },
      sex: comments["sex"].flatMap { sexes[$0.lowercased()] },
      codedStatements: parser(words).statements)
  }
}
