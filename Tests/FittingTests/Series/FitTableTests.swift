import Electrocardiogram
import Foundation
import RecordFiles
import TestSupport
import Testing

@testable import Fitting

@Suite struct FitTableTests {
  private static let leads = [
    SampleSeries.lead([ChannelName(.II), ChannelName("MLII")]),
    SampleSeries.lead([ChannelName(.V1), ChannelName(.II)], record: "long name"),
  ]

  private func csv(
    _ series: [FittedSeries], _ model: FittedBeat.Model, _ folder: String
  ) throws -> [[String: String]] {
    let path = folder + "/t.csv"
    let table = try FitTableCSV(path: path, model: model)
    for series in series { try table.append(series) }
    try table.finish()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    let lines = text.split(separator: "\n").map { line in
      line.replacing("\"one, \"\"quoted\"\"\"", with: "quoted")
        .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { cells in
      #expect(cells.count == lines[0].count)
      return Dictionary(uniqueKeysWithValues: zip(lines[0], cells))
    }
  }

  private func npz(
    _ series: [FittedSeries], _ model: FittedBeat.Model, _ folder: String
  ) throws -> NPZFile {
    var extent = FitTableNPZ.Extent()
    for series in series { extent.add(series) }
    let table = try FitTableNPZ(folder: folder, model: model, extent: extent)
    for series in series { try table.append(series) }
    try table.finish(to: folder + "/t.npz")
    return try NPZFile.read(folder + "/t.npz")
  }

  private func floats(_ file: NPZFile, _ name: String) throws -> (shape: [Int], [Float]) {
    let array = try #require(file[name])
    guard case .float32(let values) = array.values else { throw Kind() }
    return (array.shape, values)
  }

  private func integers(_ file: NPZFile, _ name: String) throws -> [Int] {
    switch try #require(file[name]).values {
    case .int64(let values): return values.map { Int($0) }
    case .int8(let values): return values.map { Int($0) }
    default: throw Kind()
    }
  }

  private func texts(_ file: NPZFile, _ name: String) throws -> [String] {
    guard case .text(let values) = try #require(file[name]).values else { throw Kind() }
    return values
  }

  private struct Kind: Error {}

  @Test func aRowOfTextIsAKernelOrALeadWithoutOne() throws {
    try SampleSeries.inFolder { folder in
      let rows = try csv(Self.leads, .lead, folder)
      // Of each record: 3 + 1 kernels in the first beat, 1 and a lead without in the second.
      #expect(rows.count == 12)
      let first = rows[0]
      #expect(first["record"] == "a/1" && first["beat"] == "0" && first["r_sample"] == "400")
      #expect(
        first["r_time_s"] == "0.8" && first["rr_before_s"] == "" && first["rr_after_s"] == "0.8")
      #expect(first["lead"] == "II" && first["prd_percent"] == "4.25" && first["kernel"] == "0")
      #expect(first["role"] == "P" && first["amplitude_mV"] == "0.33333334")
      #expect(first["time_error_s"] == "0.0001" && first["flags"] == "at-bound")
      #expect(rows[2]["at_bound"] == "width+time" && rows[2]["time_error_s"] == "")
      #expect(rows[3]["lead"] == "MLII" && rows[3]["baseline_error_mV"] == "")
      let missing = rows[5]
      #expect(missing["flags"] == "missing-samples" && missing["kernel"] == "")
      #expect(missing["prd_percent"] == "" && missing["baseline_mV"] == "")
      #expect(missing["beat"] == "1" && missing["at_bound"] == "")
    }
  }

  @Test func aRowOfArraysIsABeatWithAPlaceForEveryLeadOfAnyRecord() throws {
    try SampleSeries.inFolder { folder in
      let file = try npz(Self.leads, .lead, folder)
      #expect(try texts(file, "lead") == ["II", "V1", "MLII"])
      #expect(try texts(file, "record") == ["a/1", "a/1", "long name", "long name"])
      #expect(try texts(file, "parameter") == ["time_s", "width_s", "amplitude_mV"])
      #expect(try integers(file, "kernel_count") == [3, 0, 1, 1, 0, 0, 1, 3, 0, 0, 1, 0])
      let (shape, kernels) = try floats(file, "kernels")
      #expect(shape == [4, 3, 3, 3])
      #expect(kernels[0] == -0.2 && kernels[2] == Float(1.0 / 3))
      #expect(kernels[9..<18].allSatisfy { $0.isNaN })
      let roles = try texts(file, "role_name")
      let named = try integers(file, "roles").prefix(9).map { $0 < 0 ? "-" : roles[$0] }
      #expect(named == ["P", "R", "T", "-", "-", "-", "S", "-", "-"])
      let flags = try texts(file, "flag_name")
      let absent = 1 << (try #require(flags.firstIndex(of: "absent-lead")))
      let missing = 1 << (try #require(flags.firstIndex(of: "missing-samples")))
      let bound = 1 << (try #require(flags.firstIndex(of: "at-bound")))
      #expect(try integers(file, "flags").prefix(6) == [bound, absent, 0, 0, absent, missing])
      #expect(try integers(file, "at_bound").prefix(3) == [0, 0, 5])
      #expect(try integers(file, "beat") == [0, 1, 0, 1])
      let (errorShape, errors) = try floats(file, "standard_errors")
      #expect(errorShape == shape && errors[0] == 1e-4 && errors[6].isNaN)
      let (_, prd) = try floats(file, "prd_percent")
      #expect(prd[0] == 4.25 && prd[1].isNaN && prd[5].isNaN)
    }
  }

  @Test func aDipolesTablesHoldAxesAndTheProjection() throws {
    try SampleSeries.inFolder { folder in
      let rows = try csv([SampleSeries.dipole], .dipole, folder)
      #expect(
        rows.map { $0["lead"] ?? $0["axis"] } == ["X", "Y", "Y", "Z", "Z", "Z", "X", "Y", "Z"])
      #expect(rows[0]["record"] == "quoted" && rows[0]["beat"] == "" && rows[0]["r_time_s"] == "")
      #expect(rows[0]["prd_percent"] == "3.0" && rows[0]["rank3_prd_percent"] == "2.5")
      // Row 1 of the projection is lead II: weights 3/8, 4/8, 5/8 of X, Y, Z.
      #expect(rows[1]["weight_in_II"] == "0.5" && rows[0]["weight_in_II"] == "0.375")
      #expect(rows[6]["flags"] == "deficient-rank" && rows[6]["weight_in_II"] == "")
      let file = try npz([SampleSeries.dipole], .dipole, folder)
      #expect(try texts(file, "axis") == ["X", "Y", "Z"])
      #expect(try integers(file, "beat") == [-1, 3])
      #expect(try integers(file, "kernel_count") == [1, 2, 3, 0, 0, 0])
      let (shape, projection) = try floats(file, "projection")
      #expect(shape == [2, 8, 3] && projection[4] == 0.5 && projection[24].isNaN)
      #expect(try texts(file, "projection_lead") == Lead.independent.map(\.rawValue))
      #expect(try floats(file, "prd_percent").1[0] == 3)
    }
  }

  @Test func jsonOfASeriesNamesTheKeysOfAFitFile() throws {
    for series in [Self.leads[0], SampleSeries.dipole] {
      let file = try #require(
        try JSONSerialization.jsonObject(with: try series.json()) as? [String: Any])
      let beats = try #require(file["beats"] as? [[String: Any]])
      #expect(beats.count == 2 && file["record"] as? String == series.record)
      if series.model == .lead {
        let leads = try #require(beats[0]["leads"] as? [[String: Any]])
        #expect(leads.map { $0["lead"] as? String } == ["II", "MLII"])
        let kernels = try #require(leads[0]["kernels"] as? [[String: Any]])
        #expect(kernels.count == 3 && kernels[0]["timeSeconds"] as? Double == -0.2)
        #expect(
          (beats[1]["leads"] as? [[String: Any]])?[1]["flags"] as? [String] == ["missing-samples"])
      } else {
        let dipole = try #require(beats[0]["dipole"] as? [String: Any])
        #expect(
          (dipole["axes"] as? [Any])?.count == 3 && (dipole["projection"] as? [Any])?.count == 8)
      }
    }
  }
}
