import Electrocardiogram
import Foundation
import Measurement
import RecordFiles

/// The records of a folder, by what lies beside them to judge a measurement by.
///
/// What a file holds decides, not the folder's name.
struct EvaluatedFolder {
  /// What a record's beats are compared with.
  enum Reference: Hashable {
    /// Beats annotated in the file with this suffix (MIT-BIH, CPSC 2021, QT Database).
    case beats(suffix: String)
    /// Waves annotated in a file for each lead (LUDB); the suffixes, in the order of the leads.
    case waves(suffixes: [String])
    /// Nothing: another detector has to do (PTB-XL and other 12-lead sets).
    case none

    /// The annotated beats of a record; `nil` if there are none.
    func beats(of path: String, _ recording: Recording) throws -> ReferenceBeats? {
      switch self {
      case .none: return nil
      case .beats: return ReferenceBeats(recording.annotations)
      case .waves(let suffixes):
        let marks = try suffixes.map { suffix in
          try AnnotationFile.read("\(path).\(suffix)").annotations
            .filter { ReferenceBeats.beatSymbols.contains($0.symbol) }.map(\.sample).sorted()
        }
        return ReferenceBeats(
          joining: marks, samplingRate: recording.samplingRate,
          tolerance: Int(PeakTable.annotationWindow * recording.samplingRate))
      }
    }
  }

  /// Records of one folder with references of one kind.
  struct Group {
    let folder: String
    let reference: Reference
    let records: [String]
  }

  let groups: [Group]

  /// Looks through a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder; records in folders below it count too.
  ///   - names: The records wanted, by name; all without.
  ///   - annotator: The suffix of the files that annotate beats.
  /// - Throws: A failure if there is no such folder, no record, or none of a name.
  init(_ folder: String, records names: [String]?, annotator: String) throws {
    guard FitFolder.isFolder(folder) else {
      throw Failure(.cannotReadOrWrite, "--evaluate \(folder): there is no such folder")
    }
    let all = try FitFolder.records(in: folder)
    func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
    if let unknown = names?.first(where: { wanted in !all.contains { name($0) == wanted } }) {
      throw Failure(.badUse, "--records: \(folder) has no record '\(unknown)'")
    }
    let wanted = all.filter { names?.contains(name($0)) ?? true }
    struct Kind: Hashable {
      let folder: String
      let reference: Reference
    }
    var kinds: [Kind] = []
    var members: [Kind: [String]] = [:]
    for path in wanted {
      let kind = Kind(
        folder: URL(fileURLWithPath: path).deletingLastPathComponent().relativePath,
        reference: Self.reference(of: path, annotator))
      if members[kind] == nil { kinds.append(kind) }
      members[kind, default: []].append(path)
    }
    groups = kinds.map {
      Group(
        folder: $0.folder, reference: $0.reference,
        records: (members[$0] ?? []).sorted {
          $0.localizedStandardCompare($1) == .orderedAscending
        })
    }
  }

  /// What lies beside a record.
  private static func reference(of path: String, _ annotator: String) -> Reference {
    let file = "\(path).\(annotator)"
    if FileManager.default.fileExists(atPath: file) {
      // One that cannot be read is told with its record, which then cannot be judged.
      guard let read = try? AnnotationFile.read(file) else { return .beats(suffix: annotator) }
      if !ReferenceBeats(read.annotations).samples.isEmpty { return .beats(suffix: annotator) }
    }
    let suffixes = Lead.allCases.map { $0.rawValue.lowercased() }
      .filter { FileManager.default.fileExists(atPath: "\(path).\($0)") }
    return suffixes.isEmpty ? .none : .waves(suffixes: suffixes)
  }
}
