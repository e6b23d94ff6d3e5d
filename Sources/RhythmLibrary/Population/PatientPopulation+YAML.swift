import Electrocardiogram
import LinearAlgebra

extension PatientPopulation {
  private static let keys = [
    "patients", "shrinkagePercent", "kernels", "parameters", "correlations", "source", "trust",
  ]
  /// Kernels of P and of the segment behind it, on both sides of R, and on both sides of the peak of T.
  private static let gridKeys = ["P", "segment", "beforeR", "afterR", "beforeTPeak", "afterTPeak"]
  private static let marginalKeys = ["name", "location", "scale", "skew", "tail"]
  /// Patients that a class may have been learned from.
  private static let possiblePatients = fewestPatients...10_000_000
  /// Logarithms of seconds and millivolts.
  private static let possibleLocations = -20.0...20
  private static let possibleScales = 1e-9...20

  /// Reads a population.
  init(_ value: YAMLValue) throws(RhythmError) {
    let map = try MappingReader(value, keys: Self.keys)
    let grid = try KernelGrid(map.require("kernels"), keys: Self.gridKeys)
    let names = Self.parameterNames(grid)
    var marginals: [PatientMarginal] = []
    let list = try map.require("parameters").elements(count: names.count...names.count)
    for (name, element) in zip(names, list) {
      let entry = try MappingReader(element, keys: Self.marginalKeys)
      let stated = try entry.require("name").text()
      guard stated == name else {
        throw element.error(.outOfRange, "'\(stated)' stands where '\(name)' is expected")
      }
      marginals.append(
        PatientMarginal(
          location: try entry.require("location").number(in: Self.possibleLocations),
          scale: try entry.require("scale").number(in: Self.possibleScales),
          skew: try entry.find("skew")?.number(in: -2...2) ?? 0,
          tail: try entry.find("tail")?.number(in: 0.3...3) ?? 1))
    }
    let correlations = try map.require("correlations")
    let matrix = try Self.matrix(correlations, count: names.count)
    do {
      try self.init(
        grid: grid, marginals: marginals, correlation: matrix,
        patients: try map.require("patients").integer(in: Self.possiblePatients),
        shrinkage: try map.require("shrinkagePercent").number(in: 0...100, unit: "%") / 100,
        source: try map.require("source").text(), trust: try map.require("trust").choice())
    } catch let error as RhythmError {
      throw error
    } catch {
      throw correlations.error(
        .outOfRange, "no person can have these correlations: they are not positive definite")
    }
  }

  /// Reads the rows below the diagonal, each a text of numbers: row i has i of them.
  private static func matrix(_ value: YAMLValue, count: Int) throws(RhythmError) -> Matrix {
    var matrix = Matrix.identity(count)
    for (index, row) in try value.elements(count: count - 1...count - 1).enumerated() {
      let numbers = try row.text().split(separator: " ").map { Double($0) }
      guard numbers.count == index + 1 else {
        throw row.error(
          .outOfRange, "\(numbers.count) correlations instead of \(index + 1), with blanks between")
      }
      for (column, number) in numbers.enumerated() {
        guard let number, number > -1, number < 1 else {
          throw row.error(.outOfRange, "correlation \(column + 1) is no number within -1 to 1")
        }
        matrix[index + 1, column] = number
        matrix[column, index + 1] = number
      }
    }
    return matrix
  }

  /// Writes the population.
  func write(to writer: inout YAMLWriter) {
    writer.line(0, "population:")
    writer.line(1, "patients: \(patients)")
    writer.line(1, "shrinkagePercent: \(YAMLWriter.percent(shrinkage))")
    let counts = [
      grid.p, grid.segment, grid.beforeR, grid.afterR, grid.beforeTPeak, grid.afterTPeak,
    ]
    writer.line(
      1, "kernels: " + YAMLWriter.mapping(zip(Self.gridKeys, counts.map(String.init)).map { $0 }))
    writer.line(1, "source: \(YAMLWriter.scalar(source))")
    writer.line(1, "trust: \(trust.rawValue)")
    writer.line(
      1, "# Logarithms of seconds, then millivolts: location + scale sinh((asinh z + skew) / tail)."
    )
    writer.line(1, "parameters:")
    for (name, marginal) in zip(Self.parameterNames(grid), marginals) {
      let shape = marginal.skew == 0 && marginal.tail == 1
      writer.line(
        2,
        "- "
          + YAMLWriter.mapping(
            [
              ("name", name), ("location", marginal.location.plain),
              ("scale", marginal.scale.plain),
            ] + (shape ? [] : [("skew", marginal.skew.plain), ("tail", marginal.tail.plain)])))
    }
    writer.line(1, "# Of the normal numbers z, below the diagonal.")
    writer.line(1, "correlations:")
    for row in 1..<marginals.count {
      let numbers = (0..<row).map { correlation[row, $0].plain }
      writer.line(2, "- \"\(numbers.joined(separator: " "))\"")
    }
  }
}

extension KernelGrid {
  fileprivate init(_ value: YAMLValue, keys: [String]) throws(RhythmError) {
    let map = try MappingReader(value, keys: keys)
    var counts: [Int] = []
    for (index, key) in keys.enumerated() {
      counts.append(try map.require(key).integer(in: (index < 2 ? 0 : 1)...16))
    }
    guard counts[0] > 0 || counts[1] == 0 else {
      throw value.error(.outOfRange, "a segment behind P needs kernels of P")
    }
    self.init(
      p: counts[0], segment: counts[1], beforeR: counts[2], afterR: counts[3],
      beforeTPeak: counts[4], afterTPeak: counts[5])
  }
}
