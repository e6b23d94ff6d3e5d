import Foundation

/// The trained networks of the three stages.
struct MarkNetworks: Sendable {
  private struct File: Decodable {
    let provenance: String
    let networks: [String: MarkNetwork.Weights]
  }

  /// Which records they were trained on, and how.
  let provenance: String
  private let networks: [MarkStage: MarkNetwork]

  /// The networks that are part of this library.
  static let trained = MarkNetworks()

  private init() {
    guard let text = EmbeddedFiles.all.first(where: { $0.name == "marks.json" })?.text,
      let file = try? JSONDecoder().decode(File.self, from: Data(text.utf8))
    else { preconditionFailure("marks.json is not a file of weights") }
    provenance = file.provenance
    networks = Dictionary(
      uniqueKeysWithValues: MarkStage.allCases.map { stage in
        guard let weights = file.networks[stage.rawValue] else {
          preconditionFailure("marks.json holds no network for \(stage)")
        }
        return (stage, MarkNetwork(weights, inputs: stage.inputs))
      })
  }

  subscript(stage: MarkStage) -> MarkNetwork {
    guard let network = networks[stage] else { preconditionFailure("no network for \(stage)") }
    return network
  }
}
