import Foundation
import PackagePlugin

/// Turns `Rhythms/*.yaml`, `Plots/*.gp`, the lexicon, prompts and the weights of trained networks into
/// Swift source, so that a copied binary needs no resource folder.
@main struct EmbedFilesPlugin: BuildToolPlugin {
  /// The folder that each target embeds, and the ending of the files it takes from there.
  static let folders = [
    "RhythmLibrary": ("Rhythms", "yaml"), "Figures": ("Plots", "gp"),
    "Statements": ("Sources/Statements/Lexicon", "yaml"),
    "Experience": ("Sources/Experience/Prompts", "txt"),
    "Measurement": ("Sources/Measurement/Training", "json"),
  ]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let (folder, ending) = Self.folders[target.name] else { return [] }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    let source = context.package.directoryURL.appending(path: folder)
    let files = try FileManager.default
      .contentsOfDirectory(at: source, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == ending }
      .sorted { $0.path < $1.path }
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) files of \(folder)",
        executable: try context.tool(named: "EmbedFiles").url,
        arguments: [output.path] + files.map(\.path),
        inputFiles: files,
        outputFiles: [output])
    ]
  }
}
