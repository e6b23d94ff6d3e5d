import Electrocardiogram
import Figures
import Foundation
import Measurement

/// Draws a picture of every disagreement; those close together share one.
struct DetectionPictures {
  /// Leads that show most, which come first.
  private static let leads: [Lead] = [.II, .V1, .V5]
  /// Most leads in a picture.
  private static let mostLeads = 3
  /// Seconds before the first and after the last disagreement of a picture.
  private static let margin = 2.0

  /// Where the pictures go.
  let folder: String
  private let made: OutputFolder

  /// Makes the folder, if it is not there.
  init(folder: String) throws {
    self.folder = folder
    made = try OutputFolder(folder, for: "--plot")
  }

  /// Draws the disagreements about one record, ascending.
  func draw(
    _ disagreements: ArraySlice<PeakTable.Disagreement>, _ found: PeakEvaluation.Detections
  ) throws {
    var groups: [[PeakTable.Disagreement]] = []
    for one in disagreements {
      if let first = groups.last?.first,
        one.seconds - first.seconds <= DetectionSheet.longest - 2 * Self.margin
      {
        groups[groups.count - 1].append(one)
      } else {
        groups.append([one])
      }
    }
    for group in groups { try draw(group, found) }
  }

  private func draw(
    _ group: [PeakTable.Disagreement], _ found: PeakEvaluation.Detections
  ) throws {
    guard let first = group.first, let last = group.last else { return }
    func row(_ name: String, _ samples: [Int]) -> DetectionSheet.Beats {
      DetectionSheet.Beats(
        name: name, times: samples.map { Double($0) / found.samplingRate })
    }
    var recording = found.recording
    let shown = Self.leads.compactMap { recording.channel($0) }
    let others = recording.channels.filter { channel in !shown.contains { $0.name == channel.name }
    }
    recording.channels = Array((shown + others).prefix(Self.mostLeads))
    let kinds = [PeakTable.Disagreement.Kind.missed, .extra, .displaced].compactMap { kind in
      let count = group.count { $0.kind == kind }
      return count == 0 ? nil : "\(count) \(kind.rawValue)"
    }
    let sheet = try DetectionSheet(
      recording, range: first.seconds - Self.margin...last.seconds + Self.margin,
      beats: [row(found.referenceName, found.reference.samples), row(PeakTable.own, found.own)]
        + found.peers.sorted { $0.key < $1.key }.map { row($0.key, $0.value) },
      disputed: group.map(\.seconds),
      heading: first.seconds.formatted(2)
        + (group.count > 1 ? " to \(last.seconds.formatted(2))" : "") + " s: "
        + kinds.joined(separator: ", "))
    let name = "\(first.record)-\(first.seconds.formatted(2))s.png"
    try sheet.write(
      to: URL(fileURLWithPath: folder).appending(path: name).relativePath,
      options: FigureOptions(pixelsPerMillimetre: 6))
  }
}
