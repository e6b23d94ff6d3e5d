import Electrocardiogram
import Foundation
import TestSupport

@testable import Noise

/// A power spectrum as SciPy's Welch measures it.
struct Spectrum {
  /// Hertz, ascending and evenly spaced.
  let frequencies: [Double]
  /// Power per hertz.
  let densities: [Double]

  /// Averages the spectra of rows of samples.
  init(of rows: [[Double]], rate: Double, segment: Int) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let numbers = Array(rows.joined())
    try numbers.withUnsafeBytes { Data($0) }.write(to: file)
    let text = try OraclePython.run(
      PackageRoot.path("Tests/NoiseTests/Oracles/spectra.py"),
      [file.path, "\(rows.count)", "\(rate)", "\(segment)"])
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
    frequencies = lines.map { $0[0] }
    densities = lines.map { $0[1] }
  }

  /// The spectrum of an artefact at all electrodes over several records.
  init(
    of artefact: some ElectrodeArtefact, kind: NoiseKind, rate: Double, seconds: Double,
    segment: Int,
    records: UInt32 = 1, electrodes: [Electrode] = Electrode.allCases
  ) throws {
    var rows: [[Double]] = []
    for record in 0..<records {
      var signals = ElectrodeSignals(count: Int(seconds * rate))
      artefact.draw(
        into: &signals, at: Electrode.allCases,
        using: NoiseStream(seed: 31, record: record, kind: kind))
      rows += electrodes.map { signals[$0].map(Double.init) }
    }
    try self.init(of: rows, rate: rate, segment: segment)
  }

  /// Mean density between two frequencies.
  func density(_ low: Double, _ high: Double) -> Double {
    let inside = zip(frequencies, densities).filter { low <= $0.0 && $0.0 < high }.map(\.1)
    return inside.reduce(0, +) / Double(inside.count)
  }

  /// The part of the power between two frequencies.
  func share(_ low: Double, _ high: Double) -> Double {
    let inside = zip(frequencies, densities).filter { low <= $0.0 && $0.0 < high }.map(\.1)
    return inside.reduce(0, +) / densities.reduce(0, +)
  }

  /// The frequency of the largest density between two frequencies.
  func peak(_ low: Double, _ high: Double) -> Double {
    let inside = zip(frequencies, densities).filter { low <= $0.0 && $0.0 < high }
    return inside.max { $0.1 < $1.1 }?.0 ?? .nan
  }

  /// Decibels by which bands a third of an octave wide exceed an expected spectrum.
  func excess(
    over expected: (Double) -> Double, from low: Double, to high: Double
  ) -> [(hertz: Double, decibels: Double)] {
    var bands: [(Double, Double)] = []
    var start = low
    while start * pow(2, 1.0 / 3) <= high {
      let end = start * pow(2, 1.0 / 3)
      let inside = frequencies.indices.filter { start <= frequencies[$0] && frequencies[$0] < end }
      if !inside.isEmpty {
        let measured = inside.reduce(0) { $0 + densities[$1] }
        let wanted = inside.reduce(0) { $0 + expected(frequencies[$1]) }
        bands.append((start, 10 * log10(measured / wanted)))
      }
      start = end
    }
    return bands
  }
}
