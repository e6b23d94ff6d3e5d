public import Electrocardiogram

/// The order of the axes of a two-dimensional array of samples.
public enum ArrayLayout: String, Sendable, CaseIterable {
  /// The shorter axis holds the leads; written files have `[leads, samples]`.
  case automatic
  /// `[leads, samples]`.
  case leadsBySamples = "leads-by-samples"
  /// `[samples, leads]`.
  case samplesByLeads = "samples-by-leads"
}

extension NPYArray {
  /// The samples of a recording.
  ///
  /// - Parameters:
  ///   - recording: Channels in millivolts, NaN where missing.
  ///   - layout: The order of the axes.
  public init(_ recording: Recording, layout: ArrayLayout = .automatic) {
    let (leads, samples) = (recording.channels.count, recording.sampleCount)
    if layout == .samplesByLeads {
      var values = [Double](repeating: 0, count: samples * leads)
      for (lead, channel) in recording.channels.enumerated() {
        for sample in 0..<samples { values[sample * leads + lead] = channel.millivolts[sample] }
      }
      self.init(shape: [samples, leads], values: values)
    } else {
      self.init(
        shape: [leads, samples], values: Array(recording.channels.map(\.millivolts).joined()))
    }
  }

  /// The array as a recording.
  ///
  /// - Parameters:
  ///   - name: The recording's name.
  ///   - samplingRate: In hertz; the file does not hold it.
  ///   - leadNames: One name a lead; with `nil`, twelve leads are the standard ones in standard
  ///     order, eight are I, II, V1 … V6, and others are numbered.
  ///   - layout: The order of the axes.
  ///   - unitsPerMillivolt: What the values are divided by.
  ///   - file: The name that errors give.
  /// - Returns: A channel a lead.
  /// - Throws: `malformed` for empty arrays; `notSupported` for other than one or two axes;
  ///   `incomplete` if the leads' axis or names are not clear.
  public func recording(
    name: String, samplingRate: Double, leadNames: [String]? = nil,
    layout: ArrayLayout = .automatic, unitsPerMillivolt: Double = 1, file: String
  ) throws(RecordFileError) -> Recording {
    precondition(
      unitsPerMillivolt > 0 && unitsPerMillivolt.isFinite,
      "\(unitsPerMillivolt) units per millivolt is not positive")
    let (leads, samples, isSamplesFirst) = try axes(layout, leadNames, file)
    let names = leadNames ?? Self.defaultNames(leads)
    guard names.count == leads else {
      throw RecordFileError(
        .incomplete, file: file, "\(names.count) names for the \(leads) leads of shape \(shape)",
        advice: "name every lead, or give the order of the axes", remedy: .leadNames)
    }
    // Missing samples are NaN; nothing of an infinite one can be meant.
    if let infinite = values.firstIndex(where: \.isInfinite) {
      let sample = isSamplesFirst ? infinite / leads : infinite % samples
      throw RecordFileError(
        .outOfRange, file: file,
        "sample \(sample) of lead '\(names[isSamplesFirst ? infinite % leads : infinite / samples])' "
          + "is \(values[infinite])", advice: "give numbers, or NaN where they are missing")
    }
    let channels = names.enumerated().map { lead, name in
      var millivolts = [Double](repeating: 0, count: samples)
      for sample in 0..<samples {
        let value = values[isSamplesFirst ? sample * leads + lead : lead * samples + sample]
        millivolts[sample] = value / unitsPerMillivolt
      }
      return Channel(name: name, millivolts: millivolts)
    }
    return Recording(name: name, samplingRate: samplingRate, channels: channels)
  }

  private func axes(
    _ layout: ArrayLayout, _ names: [String]?, _ file: String
  ) throws(RecordFileError) -> (leads: Int, samples: Int, isSamplesFirst: Bool) {
    // Also keeps an axis of any length beside an empty one from naming that many leads.
    guard !values.isEmpty else {
      throw RecordFileError(
        .malformed, file: file, "an array of shape \(shape) holds no samples",
        advice: "check how it was made")
    }
    if shape.count == 1 { return (1, shape[0], false) }
    guard shape.count == 2 else {
      throw RecordFileError(
        .notSupported, file: file, "an array of shape \(shape) is no single recording",
        advice: "save one record: x[0] of [record, lead, sample]")
    }
    switch layout {
    case .leadsBySamples: return (shape[0], shape[1], false)
    case .samplesByLeads: return (shape[1], shape[0], true)
    case .automatic:
      guard shape[0] != shape[1] else {
        throw RecordFileError(
          .incomplete, file: file, "shape \(shape) does not show which axis holds the leads",
          advice: "give the order of the axes", remedy: .layout)
      }
      let isSamplesFirst = shape[0] > shape[1]
      return (min(shape[0], shape[1]), max(shape[0], shape[1]), isSamplesFirst)
    }
  }

  private static func defaultNames(_ count: Int) -> [String] {
    switch count {
    case 12: Lead.allCases.map(\.rawValue)
    case 8: Lead.independent.map(\.rawValue)
    default: (0..<count).map { "signal \($0)" }
    }
  }
}
