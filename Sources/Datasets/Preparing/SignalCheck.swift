public import Electrocardiogram
import Foundation

/// Whether a recording can be learned from, and how much of it.
public struct SignalCheck: Sendable, Codable, Equatable {
  /// The least span of a lead in millivolts.
  public var leastSpan = 0.05
  /// The longest stretch in seconds over which a lead may keep one value.
  public var longestFlat = 0.5
  /// The largest magnitude in millivolts.
  public var largestMagnitude = 20.0
  /// The largest root mean square of II − I − III in millivolts.
  public var largestLimbError = 0.05
  /// The longest constant end in seconds that is cut off: PTB-XL's recordings end with 0.1 s of it.
  public var longestTail = 0.5

  /// The limits above.
  public init() {}

  /// What keeps a recording out, in words that reports can be counted by.
  public struct Rejection: Error, Sendable, Equatable {
    /// The reason, alike for all recordings that have it.
    public let reason: String
    /// The lead or number that it is about.
    public let detail: String
  }

  /// Checks a recording.
  ///
  /// - Returns: The eight independent leads in mV without the constant tail, all of one length.
  /// - Throws: The first reason found against it.
  public func leads(of recording: Recording) throws(Rejection) -> [[Double]] {
    var rows: [[Double]] = []
    for lead in Lead.independent {
      guard let row = recording.millivolts(of: ChannelName(lead)) else {
        throw Rejection(reason: "lead is missing", detail: lead.rawValue)
      }
      guard row.allSatisfy(\.isFinite) else {
        throw Rejection(reason: "samples are missing", detail: lead.rawValue)
      }
      rows.append(row)
    }
    let tail = Self.constantTail(rows)
    if Double(tail) > longestTail * recording.samplingRate {
      throw Rejection(
        reason: "signal ends early", detail: "\(Double(tail) / recording.samplingRate) s")
    }
    rows = rows.map { Array($0.dropLast(tail)) }
    for (lead, row) in zip(Lead.independent, rows) {
      let span = (row.max() ?? 0) - (row.min() ?? 0)
      let flat = Double(Self.longestConstant(row)) / recording.samplingRate
      if span < leastSpan || flat > longestFlat {
        throw Rejection(reason: "lead is flat", detail: lead.rawValue)
      }
      if let largest = row.map(abs).max(), largest > largestMagnitude {
        throw Rejection(reason: "lead is broken", detail: "\(lead.rawValue): \(largest) mV")
      }
    }
    if let third = recording.channels.first(where: { $0.lead == .III })?.millivolts {
      let squares = rows[0].indices.map { index in
        let error = rows[1][index] - rows[0][index] - third[index]
        return error * error
      }
      let error = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
      // Written so that a missing sample counts as an error too.
      if !(error <= largestLimbError) {
        throw Rejection(reason: "limb leads contradict", detail: "\(error) mV")
      }
    }
    return rows
  }

  /// Samples at the end over which no lead changes; the first of them is not counted.
  static func constantTail(_ rows: [[Double]]) -> Int {
    rows.map { row in
      guard let last = row.last else { return 0 }
      return row.reversed().prefix { $0 == last }.count - 1
    }.min() ?? 0
  }

  /// The longest run of equal samples.
  static func longestConstant(_ row: [Double]) -> Int {
    var (longest, run) = (0, 0)
    for index in row.indices {
      run = index > 0 && row[index] == row[index - 1] ? run + 1 : 1
      longest = max(longest, run)
    }
    return longest
  }
}
