public import Foundation

/// All rhythms that can be made: the presets of this package and a user's own.
///
/// Files are read when a rhythm is asked for, so one broken file does not hide the others.
public struct RhythmCatalogue: Sendable {
  /// Where a definition stands.
  private struct File: Sendable {
    /// As messages name it.
    var name: String
    var text: String
  }

  /// Texts of rhythms by name.
  private var rhythmFiles: [String: File] = [:]
  /// Criteria of blocks by name.
  private var blocks: [String: [Criterion]] = [:]
  /// The ending of files that hold blocks of criteria instead of a rhythm.
  private static let blockFileSuffix = "-criteria"

  /// Opens the presets of this package and, if named, a folder with more.
  ///
  /// - Throws: `RhythmError.unreadable` for a folder or file that cannot be read,
  ///   `.duplicateName` for a rhythm that has the name of another.
  public init(additionalFolder: URL? = nil) throws(RhythmError) {
    for file in EmbeddedFiles.all {
      try add(File(name: file.name, text: file.text), fileName: file.name)
    }
    if let additionalFolder { try add(folder: additionalFolder) }
  }

  /// The names of all rhythms, sorted.
  public var names: [String] { rhythmFiles.keys.sorted() }

  /// All rhythms in the order of `names`.
  public func rhythms() throws(RhythmError) -> [Rhythm] {
    var all: [Rhythm] = []
    for name in names { all.append(try rhythm(named: name)) }
    return all
  }

  /// A rhythm that every catalogue has.
  private static let plainest = "sinus-rhythm"

  /// The three names that share most pairs of letters with a word; fewer if there are not so many.
  private func nearest(to word: String) -> [String] {
    func pairs(_ word: String) -> Set<String> {
      Set(zip(word, word.dropFirst()).map { "\($0)\($1)" })
    }
    let wanted = pairs(word)
    let shared = names.map { (name: $0, count: wanted.intersection(pairs($0)).count) }
    return shared.filter { $0.count > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
      .prefix(3).map(\.name)
  }

  /// One rhythm.
  ///
  /// - Throws: `RhythmError.unknownRhythm` naming rhythms that there are, or what is wrong with the
  ///   file.
  public func rhythm(named name: String) throws(RhythmError) -> Rhythm {
    guard rhythmFiles[name] != nil else {
      let nearest = nearest(to: name)
      throw RhythmError(
        code: .unknownRhythm,
        message:
          "there is no rhythm '\(name)' among the \(names.count) known, such as \(Self.plainest)"
          + (nearest.isEmpty ? "" : "; nearest to it are \(nearest.joined(separator: ", "))"))
    }
    let value = try resolved(name, seen: [])
    try checkParents(value, of: name)
    return try Rhythm(value, name: name) { blocks[$0] }
  }

  /// A rhythm's own criteria and those of everything that it is, each once.
  ///
  /// - Throws: What is wrong with the file of a rhythm that it is.
  public func criteria(of rhythm: Rhythm) throws(RhythmError) -> [Criterion] {
    var criteria = rhythm.criteria
    for parent in rhythm.isA {
      let inherited = try self.criteria(of: self.rhythm(named: parent))
      criteria += inherited.filter { !criteria.contains($0) }
    }
    return criteria
  }

  // MARK: - Files

  private mutating func add(folder: URL) throws(RhythmError) {
    let files: [URL]
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(
      atPath: folder.path, isDirectory: &isFolder)
    guard !exists || isFolder.boolValue else {
      throw RhythmError(
        code: .unreadable, file: folder.path,
        message: "that is a file; name the folder of rhythms that it lies in")
    }
    do {
      files = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
    } catch {
      throw RhythmError(
        code: .unreadable, file: folder.path, message: "the folder of rhythms cannot be read")
    }
    for url in files.sorted(by: { $0.path < $1.path }) where url.pathExtension == "yaml" {
      guard let text = try? String(contentsOf: url, encoding: .utf8) else {
        throw RhythmError(
          code: .unreadable, file: url.path, message: "the file cannot be read as UTF-8 text")
      }
      try add(File(name: url.path, text: text), fileName: url.lastPathComponent)
    }
  }

  private mutating func add(_ file: File, fileName: String) throws(RhythmError) {
    let name = String(fileName.dropLast(".yaml".count))
    guard !name.hasSuffix(Self.blockFileSuffix) else { return try addBlocks(file) }
    if let other = rhythmFiles[name] {
      throw RhythmError(
        code: .duplicateName, file: file.name,
        message: "the rhythm '\(name)' is already defined in \(other.name); rename one")
    }
    rhythmFiles[name] = file
  }

  private mutating func addBlocks(_ file: File) throws(RhythmError) {
    let map = try MappingReader(
      YAMLValue.parse(file.text, file: file.name), keys: ["schema", "blocks"])
    _ = try map.require("schema").integer(in: Rhythm.schema...Rhythm.schema)
    let value = try map.require("blocks")
    guard case .mapping(let entries) = value.content else {
      throw value.error(.wrongType, "expected blocks of criteria by name, found \(value.kind)")
    }
    for entry in entries {
      guard blocks[entry.key] == nil else {
        throw entry.value.error(.duplicateName, "the block is already defined; rename one")
      }
      blocks[entry.key] = try entry.value.list(count: 1...100) { value throws(RhythmError) in
        try Criterion(value, block: entry.key)
      }
    }
  }

  /// A rhythm's file with what it inherits filled in.
  ///
  /// Of the keys that are inherited, those below `beat` and `variation` are replaced one by one, the
  /// others whole.
  private func resolved(_ name: String, seen: [String]) throws(RhythmError) -> YAMLValue {
    guard let file = rhythmFiles[name] else { preconditionFailure("no file of \(name)") }
    var own = try YAMLValue.parse(file.text, file: file.name)
    guard case .mapping(var entries) = own.content,
      let extends = entries.first(where: { $0.key == "extends" })?.value
    else { return own }
    let base = try extends.text()
    guard rhythmFiles[base] != nil else {
      throw extends.error(.outOfRange, "there is no rhythm '\(base)'")
    }
    guard base != name, !seen.contains(base) else {
      throw extends.error(
        .cycle, "rhythms extend each other: \((seen + [name, base]).joined(separator: " → "))")
    }
    guard case .mapping(let inherited) = try resolved(base, seen: seen + [name]).content else {
      return own
    }
    for entry in inherited where Rhythm.inheritedKeys.contains(entry.key) {
      guard let index = entries.firstIndex(where: { $0.key == entry.key }) else {
        entries.append(entry)
        continue
      }
      guard ["beat", "variation"].contains(entry.key), case .mapping(let old) = entry.value.content,
        case .mapping(let new) = entries[index].value.content
      else { continue }
      let kept = old.filter { part in !new.contains { $0.key == part.key } }
      entries[index].value.content = .mapping(new + kept)
    }
    own.content = .mapping(entries)
    return own
  }

  /// Checks that what a rhythm is exists, and is not the rhythm itself.
  private func checkParents(_ value: YAMLValue, of name: String) throws(RhythmError) {
    for parent in try value.parents() {
      let word = try parent.text()
      guard rhythmFiles[word] != nil else {
        throw parent.error(.outOfRange, "there is no rhythm '\(word)'")
      }
    }
    var (waiting, seen): ([String], Set<String>) = ([name], [])
    while let next = waiting.popLast(), let file = rhythmFiles[next] {
      for parent in try YAMLValue.parse(file.text, file: file.name).parents() {
        let word = try parent.text()
        if word == name {
          throw RhythmError(
            code: .cycle, file: value.file, line: value.line, key: "is_a",
            message: "by way of '\(next)' the rhythm would be itself")
        }
        if seen.insert(word).inserted { waiting.append(word) }
      }
    }
  }
}

extension YAMLValue {
  /// The elements of `is_a`, if there are any.
  fileprivate func parents() throws(RhythmError) -> [YAMLValue] {
    guard case .mapping(let entries) = content,
      let list = entries.first(where: { $0.key == "is_a" })?.value
    else { return [] }
    return try list.elements()
  }
}
