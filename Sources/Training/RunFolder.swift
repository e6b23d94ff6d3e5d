import Foundation
import Tensors

/// The files of one training: `settings.json`, `metrics.jsonl`, `step-N.safetensors`, `best.safetensors`.
public struct RunFolder: Sendable {
  /// Where.
  public let path: String

  /// Opens a folder for a training, or makes it.
  ///
  /// - Parameters:
  ///   - path: Where.
  ///   - settings: What the training depends on; kept in the folder.
  /// - Throws: `TrainingError.Code.otherRun` if a training with other settings is there.
  public init(path: String, settings: some Codable & Equatable) throws(TrainingError) {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw TrainingError(.unwritable, "cannot make the folder \(path)", underlying: error)
    }
    try keep(settings)
  }

  private func keep<Settings: Codable & Equatable>(
    _ settings: Settings
  ) throws(TrainingError) {
    let url = URL(fileURLWithPath: path + "/settings.json")
    if let data = try? Data(contentsOf: url) {
      guard let theirs = try? JSONDecoder().decode(Settings.self, from: data), theirs == settings
      else {
        throw TrainingError(
          .otherRun, "\(path) holds a training with other settings; name another folder")
      }
      return
    }
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      try encoder.encode(settings).write(to: url, options: .atomic)
    } catch {
      throw TrainingError(.unwritable, "cannot write \(url.path)", underlying: error)
    }
  }

  /// Checkpoints by falling step.
  public var checkpoints: [(step: Int, path: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { name -> (step: Int, path: String)? in
      guard name.hasPrefix("step-"), name.hasSuffix(".safetensors"),
        let step = Int(name.dropFirst(5).dropLast(12))
      else { return nil }
      return (step, "\(path)/\(name)")
    }.sorted { $0.step > $1.step }
  }

  /// The best checkpoint's path.
  public var best: String { path + "/best.safetensors" }

  /// Writes a checkpoint and removes older ones.
  func write(
    _ tensors: [(name: String, tensor: Tensor)], step: Int, keeping count: Int
  ) throws(TrainingError) {
    let name = String(format: "step-%08d.safetensors", step)
    try write(tensors, to: "\(path)/\(name)")
    for old in checkpoints.dropFirst(max(1, count)) {
      try? FileManager.default.removeItem(atPath: old.path)
    }
  }

  func write(
    _ tensors: [(name: String, tensor: Tensor)], to path: String
  ) throws(TrainingError) {
    do {
      try SafetensorsFile.write(tensors, to: path)
    } catch {
      throw TrainingError(
        .unwritable, "\(error); the training can go on from its last checkpoint",
        underlying: error)
    }
  }

  /// The newest checkpoint that is whole, and what is wrong with newer ones.
  func newest() -> (step: Int, file: SafetensorsFile, warnings: [String])? {
    var warnings: [String] = []
    for (step, path) in checkpoints {
      do {
        return (step, try SafetensorsFile(path: path), warnings)
      } catch {
        warnings.append("\(error)")
      }
    }
    return nil
  }
}

/// The lines of metrics of a training.
final class MetricsFile {
  private let path: String
  private let handle: FileHandle

  /// Opens the file and takes off the lines of steps that will be done again.
  init(path: String, after step: Int) throws(TrainingError) {
    self.path = path
    let decoder = JSONDecoder()
    let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
      .filter {
        // A line that a kill cut off is no JSON.
        (try? decoder.decode(Line.self, from: Data($0.utf8))).map { $0.step <= step } ?? false
      }
    do {
      let text = lines.map { $0 + "\n" }.joined()
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.seekToEnd()
    } catch {
      throw TrainingError(.unwritable, "cannot write \(path)", underlying: error)
    }
  }

  private struct Line: Decodable { let step: Int }

  func append(step: Int, _ values: [String: Double]) throws(TrainingError) {
    var line: [String: Any] = ["step": step]
    for (name, value) in values { line[name] = value.isFinite ? value : "\(value)" }
    do {
      let data = try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys])
      try handle.write(contentsOf: data + Data("\n".utf8))
    } catch {
      throw TrainingError(.unwritable, "cannot write \(path): is the disk full?", underlying: error)
    }
  }
}
