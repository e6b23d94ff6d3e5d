import Electrocardiogram
import Fitting
import Foundation
import Measurement

/// `ecgsim fit DIR`: the quality of fits over all records of a folder.
struct FitFolder {
  /// The records below a folder, by their headers; PTB-XL's two rates lie in folders of their own.
  static func records(in folder: String) throws -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else {
      throw Failure(.cannotReadOrWrite, "\(folder): the folder cannot be read")
    }
    let records = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".hea") }
      .map { folder + "/" + $0.dropLast(4) }.sorted()
    guard !records.isEmpty else {
      throw Failure(.badInput, "\(folder): there is no WFDB record (.hea) in it")
    }
    return records
  }

  /// Whether a path is a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && isFolder.boolValue
  }

  /// The lines of a report for people.
  static func lines(_ evaluation: FitEvaluation, model: FittedBeat.Model) -> [String] {
    func text(_ numbers: FitEvaluation.Distribution) -> String {
      "median \(numbers.median.formatted(2)), quartiles \(numbers.lowerQuartile.formatted(2)) to "
        + "\(numbers.upperQuartile.formatted(2)), 95th percentile "
        + "\(numbers.percentile95.formatted(2)) (\(numbers.count))"
    }
    let unit = model == .dipole ? "dipole" : "beat and lead"
    let kernels = evaluation.kernelCount
    let isSame = kernels.lowerQuartile == kernels.percentile95
    var lines = [
      "\(isSame ? kernels.median.formatted(0) : "auto:") kernels, \(model.rawValue) model",
      "PRD %: \(text(evaluation.prd))",
      isSame ? nil : "kernels: \(text(kernels))",
      "processor ms a \(unit): \(text(evaluation.milliseconds))",
    ].compactMap { $0 }
    if let ratio = evaluation.rankThreeRatio {
      lines.append("PRD over that of the best rank 3: \(text(ratio))")
    }
    for (record, reason) in evaluation.skipped.sorted(by: { $0.key < $1.key }) {
      lines.append("skipped \(record): \(reason)")
    }
    return lines
  }
}
