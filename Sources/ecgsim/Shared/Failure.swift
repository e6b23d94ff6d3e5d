import ArgumentParser
import Figures
import Fitting
import Foundation
import Measurement
import Noise
import ODESolver
import Populations
import RecordFiles
import Records
import RhythmChecks
import RhythmLibrary

/// Why a command ends without having done what was asked: one line and an exit code.
struct Failure: Error {
  /// Exit codes; 64 and up follow sysexits.
  enum Status: Int32 {
    case checkFailed = 1
    case badUse = 64
    case badInput = 65
    case cannotReadOrWrite = 74
  }

  let status: Status
  let message: String

  init(_ status: Status, _ message: String) {
    self.status = status
    self.message = message
  }

  /// The exit code that a library's error stands for; `nil` for errors of the argument parser.
  init?(translating error: any Error) {
    switch error {
    case let error as Failure:
      self = error
    case let error as RecordFileError:
      let isAccess = error.code == .cannotRead || error.code == .cannotWrite
      self.init(isAccess ? .cannotReadOrWrite : .badInput, error.description)
    case let error as RhythmError:
      switch error.code {
      case .unknownRhythm: self.init(.badUse, error.description)
      case .unreadable: self.init(.cannotReadOrWrite, error.description)
      default: self.init(.badInput, error.description)
      }
    case let error as RhythmCheckError:
      self = Failure(translating: error.underlying) ?? Failure(.badInput, error.description)
    case let error as RecordError:
      switch error.code {
      case .badOrder, .badRate: self.init(.badUse, error.description)
      case .badSpecification: self.init(.badInput, error.description)
      case .otherDataset: self.init(.badInput, error.description)
      case .inaccessible: self.init(.cannotReadOrWrite, error.description)
      }
    case let error as NoiseError:
      switch error.code {
      case .unknownKind, .badLevel, .duplicateKind: self.init(.badUse, error.description)
      case .unfitClip, .unfitRecording, .unknownLead: self.init(.badInput, error.description)
      }
    case let error as FigureError:
      switch error.code {
      case .unknownEnding: self.init(.badUse, error.description)
      case .cannotWrite, .gnuplotMissing, .gnuplotFailed:
        self.init(.cannotReadOrWrite, error.description)
      case .missingLeads, .nothingToDraw: self.init(.badInput, error.description)
      case .tooLarge:
        self.init(.badInput, error.description + ": --units-per-millivolt U")
      }
    case let error as FitError:
      switch error.code {
      case .inaccessible: self.init(.cannotReadOrWrite, error.description)
      case .otherRun, .impossibleRate: self.init(.badUse, error.description)
      case .leadMissing, .deficientRank:
        // The advice is to fit lead by lead.
        self.init(.badInput, error.description + ": --model lead")
      case .badKey, .notAFitFile:
        self.init(
          .badInput,
          error.description + "; fit files are what 'ecgsim fit RECORD --output FIT.json' writes")
      default: self.init(.badInput, error.description)
      }
    case let error as MeasurementError:
      self.init(.badInput, error.description)
    case let error as PopulationError:
      switch error.code {
      case .inaccessible: self.init(.cannotReadOrWrite, error.description)
      case .unknownClass: self.init(.badUse, error.description)
      default: self.init(.badInput, error.description)
      }
    case let error as SolverError:
      self.init(.badInput, error.description)
    default:
      return nil
    }
  }

  /// What the parser of arguments has to say, as one line.
  init(parsing error: any Error) {
    let lines = ECGSim.fullMessage(for: error).split(separator: "\n")
    /// The text after a label such as `Help:`.
    func text(after label: String) -> String? {
      lines.first { $0.hasPrefix(label) }?.dropFirst(label.count).trimmingCharacters(
        in: .whitespaces)
    }
    let problem = text(after: "Error:") ?? ECGSim.message(for: error)
    // The option's own explanation follows its name.
    let help = text(after: "Help:")?.split(separator: "  ", maxSplits: 1).last.map(String.init)
    let advice = lines.compactMap { $0.firstMatch(of: /See ('.*')/)?.output.1 }.last
    let sentence = [problem, help].compactMap { $0 }
      .map { $0.trimmingSuffix { $0 == "." } }.joined(separator: "; ")
    self.init(.badUse, sentence + "; see \(advice ?? "'ecgsim --help'")")
  }
}
