import ArgumentParser
import Datasets
import Diffusion
import Foundation
import Tensors
import Training

/// `ecgdiffusion evaluate`: how good networks are, beside controls.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measure an autoencoder on recordings it has not seen.")

  @Option(help: "Prepared data.") var data: String
  @Option(help: "Folder of a run.") var model: String
  @Option(parsing: .upToNextOption, help: "Folds that are judged.") var folds = [9]
  @Option(help: "auto, cpu, cuda or cuda:N.") var device = "auto"
  @Flag(help: "Print JSON.") var json = false

  private struct Result: Encodable {
    let recordings: Int
    let rmseMillivolts: Double, medianMillivolts: Double, worstMillivolts: Double
    let flatLineMillivolts: Double, beatRMSEMillivolts: Double
  }

  func run() throws {
    let place = try Device(named: device)
    let folder = try PreparedFolder(path: data)
    let model = try TrainedModel(folder: model, on: place)
    let records = folder.records(inFolds: folds)
    guard !records.isEmpty, folder.manifest.settings.samplingRate == model.form.samplingRate else {
      throw ValidationError(
        "\(records.count) recordings of folds \(folds) at "
          + "\(folder.manifest.settings.samplingRate) Hz, a model of \(model.form.samplingRate) Hz")
    }
    let error = try ReconstructionError(
      model.autoencoder, model.beatDecoder, folder, records: records, on: place)
    var (squares, count) = (0.0, 0)
    for record in records {
      let values = folder.signal(record, samples: 0..<folder.labels[record].sampleCount)
      squares += values.reduce(0) { $0 + Double($1) * Double($1) }
      count += values.count
    }
    let sorted = error.perRecord.sorted()
    let result = Result(
      recordings: records.count, rmseMillivolts: error.rmse,
      medianMillivolts: sorted[sorted.count / 2], worstMillivolts: sorted[sorted.count - 1],
      flatLineMillivolts: (squares / Double(count)).squareRoot(),
      beatRMSEMillivolts: error.beatRMSE)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      print(String(decoding: try encoder.encode(result), as: UTF8.self))
      return
    }
    print(
      "\(result.recordings) recordings of folds \(folds.map(String.init).joined(separator: ", "))")
    print("root mean square error: \(short(result.rmseMillivolts)) mV over all samples,")
    print(
      "  of single recordings \(short(result.medianMillivolts)) in the median, "
        + "\(short(result.worstMillivolts)) at most")
    print("a flat line: \(short(result.flatLineMillivolts)) mV")
    print("average beats: \(short(result.beatRMSEMillivolts)) mV")
  }
}
