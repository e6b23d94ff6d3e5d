import Electrocardiogram
import Foundation
import Testing

@testable import Datasets

@Suite struct SignalCheckTests {
  static let rate = 500.0

  /// Twelve leads of waves that obey the limb-lead laws.
  static func recording(_ change: (inout [Lead: [Double]]) -> Void = { _ in }) -> Recording {
    var rows: [Lead: [Double]] = [:]
    for (index, lead) in Lead.independent.enumerated() {
      rows[lead] = (0..<5000).map { sin(Double($0) * 0.01 * Double(index + 2)) }
    }
    if let first = rows[.I], let second = rows[.II] {
      rows[.III] = zip(first, second).map { $1 - $0 }
    }
    change(&rows)
    return Recording(
      name: "waves", samplingRate: rate,
      channels: Lead.allCases.compactMap { lead in
        rows[lead].map { Channel(name: lead.rawValue, millivolts: $0) }
      })
  }

  @Test func goodLeadsComeInTheirOrder() throws {
    let rows = try SignalCheck().leads(of: Self.recording())
    #expect(rows.count == 8 && rows[7][100] == sin(100 * 0.01 * 9))
  }

  @Test func aConstantTailIsCut() throws {
    let recording = Self.recording { rows in
      rows = rows.mapValues { $0.prefix(4948) + [Double](repeating: $0[4947], count: 52) }
    }
    #expect(try SignalCheck().leads(of: recording)[0].count == 4948)
  }

  @Test(arguments: [
    ("lead is missing", "V3"), ("samples are missing", "II"), ("lead is flat", "V1"),
    ("lead is flat", "V6"), ("lead is broken", "V2"), ("limb leads contradict", "mV"),
    ("signal ends early", "s"),
  ])
  func badRecordingsAreLeftOut(_ reason: String, _ detail: String) {
    let recording = Self.recording { rows in
      switch (reason, detail) {
      case ("lead is missing", _): rows[.V3] = nil
      case ("samples are missing", _): rows[.II]?[7] = .nan
      case ("lead is flat", "V1"): rows[.V1] = rows[.V1]?.map { $0 * 0.01 }
      case ("lead is flat", _):
        rows[.V6]?.replaceSubrange(1000..<1400, with: repeatElement(0.2, count: 400))
      case ("lead is broken", _): rows[.V2]?[40] = 32
      case ("limb leads contradict", _): rows[.III] = rows[.I]
      default:
        rows = rows.mapValues { $0.prefix(4000) + [Double](repeating: 0, count: 1000) }
      }
    }
    let rejection = #expect(throws: SignalCheck.Rejection.self) {
      try SignalCheck().leads(of: recording)
    }
    #expect(rejection?.reason == reason && rejection?.detail.contains(detail) == true)
  }
}
