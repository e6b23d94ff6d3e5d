import Foundation
import Noise
import Testing

@Suite struct NoiseSpecificationTests {
  @Test func argumentsSayKindAndLevel() throws {
    let noise = try NoiseSpecification(parsing: [
      "baseline=20dB", "muscle=30uV", "electrode-motion=-3.5dB", "powerline=0.01mV@60Hz",
      "white=5µV", "lead-off=2.5s", "saturation=5mV",
    ])
    #expect(
      noise.levels == [
        .baseline: .snrDecibels(20), .muscle: .rmsMillivolts(0.03),
        .electrodeMotion: .snrDecibels(-3.5), .powerline: .rmsMillivolts(0.01),
        .white: .rmsMillivolts(0.005), .leadOff: .seconds(2.5), .saturation: .railMillivolts(5),
      ])
    #expect(noise.mainsHertz == 60)
  }

  @Test(arguments: [
    ("hum=20dB", NoiseError.Code.unknownKind, "there is no noise 'hum'; there are baseline"),
    ("Baseline=20dB", .unknownKind, "no noise 'Baseline'"),
    ("baseline", .badLevel, "'baseline' is not KIND=LEVEL; try for example baseline=20dB"),
    ("baseline=20", .badLevel, "'20' is no number with the unit"),
    ("baseline=twentydB", .badLevel, "'twentydB' is no number"),
    ("baseline=1=2dB", .badLevel, "not KIND=LEVEL"),
    ("baseline=nandB", .badLevel, "nan dB"),
    ("baseline=infdB", .badLevel, "inf dB is not from -120 to 120 dB"),
    ("baseline=2s", .badLevel, "'baseline': its level is a ratio"),
    ("white=0mV", .badLevel, "0.0 mV is not above 0"),
    ("white=-1mV", .badLevel, "-1.0 mV is not above 0"),
    ("powerline=20dB@16Hz", .badLevel, "after @ comes 50Hz or 60Hz"),
    ("lead-off=20dB", .badLevel, "its level is a time, such as 2s"),
    ("lead-off=0s", .badLevel, "0.0 s is not above 0 s"),
    ("saturation=20dB", .badLevel, "its level is the rail, such as 5mV"),
    ("saturation=0mV", .badLevel, "0.0 mV is not above 0"),
  ])
  func whatIsNoArgumentIsRefusedInOneLine(
    argument: String, code: NoiseError.Code, part: String
  ) throws {
    let error = try #require(throws: NoiseError.self) {
      try NoiseSpecification(parsing: [argument])
    }
    #expect(error.code == code)
    #expect(error.description.contains(part), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  @Test func aKindGivenTwiceIsRefused() throws {
    let error = try #require(throws: NoiseError.self) {
      try NoiseSpecification(parsing: ["pink=20dB", "pink=10dB"])
    }
    #expect(error.code == .duplicateKind && error.description.contains("'pink'"))
  }

  @Test func filesSayTheSame() throws {
    let text = """
      {"baseline": {"snrDecibels": 20}, "powerline": {"rmsMillivolts": 0.01, "mainsHertz": 60},
       "lead-off": {"seconds": 2}, "saturation": {"railMillivolts": 5}}
      """
    let read = try JSONDecoder().decode(NoiseSpecification.self, from: Data(text.utf8))
    let parsed = try NoiseSpecification(parsing: [
      "baseline=20dB", "powerline=0.01mV@60Hz", "lead-off=2s", "saturation=5mV",
    ])
    #expect(read == parsed)
    let again = try JSONDecoder().decode(
      NoiseSpecification.self, from: JSONEncoder().encode(read))
    #expect(again == read)
  }

  @Test(arguments: [
    (#"{"hum": {"snrDecibels": 20}}"#, NoiseError.Code.unknownKind, "no noise 'hum'"),
    (#"{"white": {"decibels": 20}}"#, .badLevel, "key 'decibels'"),
    (#"{"white": {"snrDecibels": 20, "rmsMillivolts": 1}}"#, .badLevel, "one level too many"),
    (#"{"white": {}}"#, .badLevel, "'white' has no level"),
    (#"{"white": {"snrDecibels": 20, "mainsHertz": 50}}"#, .badLevel, "key 'mainsHertz'"),
    (#"{"powerline": {"snrDecibels": 20, "mainsHertz": 16.7}}"#, .badLevel, "mains of 16.7 Hz"),
    (#"{"white": {"seconds": 1}}"#, .badLevel, "its level is a ratio"),
  ])
  func whatFilesMustNotSayIsRefused(text: String, code: NoiseError.Code, part: String) throws {
    let error = try #require(throws: NoiseError.self) {
      try JSONDecoder().decode(NoiseSpecification.self, from: Data(text.utf8))
    }
    #expect(error.code == code)
    #expect(error.description.contains(part), "\(error)")
  }
}
