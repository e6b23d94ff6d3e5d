import Foundation
import SimulatorLoss
import Testing

@testable import Training

@Suite struct TrainingSettingsTests {
  @Test func settingsComeBack() throws {
    var settings = TrainingSettings()
    settings.seed = 77
    settings.denoiser.physics.euler = 0.25
    let data = try JSONEncoder().encode(settings)
    #expect(try TrainingSettings(json: data, name: "a") == settings)
  }

  @Test func whatAFileLeavesOutIsTheDefault() throws {
    let json = #"{"autoencoder": {"descent": {"steps": 7}}, "trainingFolds": [2]}"#
    let settings = try TrainingSettings(json: Data(json.utf8), name: "a")
    var expected = TrainingSettings()
    expected.autoencoder.descent.steps = 7
    expected.trainingFolds = [2]
    #expect(settings == expected)
  }

  @Test(arguments: [
    (#"{"autoencoder": {"steps": 7}}"#, "'autoencoder.steps'"),
    (#"{"autoencoder": 7}"#, "'autoencoder' should be an object"),
    ("[1]", "it should be an object"), (#"{"seed": "x"}"#, "no settings"), ("{", "no settings"),
  ])
  func malformedSettingsAreRefused(_ json: String, _ part: String) {
    let error = #expect(throws: TrainingError.self) {
      try TrainingSettings(json: Data(json.utf8), name: "my.json")
    }
    #expect(error?.code == .unreadable)
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("my.json") == true)
  }
}
