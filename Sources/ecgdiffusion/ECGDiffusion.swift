import ArgumentParser
import Datasets
import Experience
import Foundation
import HealthRecords
import RecordFiles
import Statements
import Tensors
import Training

/// The trainer's command: prepare data, train networks, generate.
@main
struct ECGDiffusion: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ecgdiffusion",
    abstract: "Diffusion models of electrocardiograms that the simulator constrains.",
    discussion: """
      Everything generated is synthetic and not for diagnosis.
      Exit codes: 0 done, 1 a check failed, 64 bad use, 65 bad input, 74 cannot read or write.
      """,
    subcommands: [
      StatementsCommand.self, PrepareCommand.self, TrainCommand.self, GenerateCommand.self,
      EvaluateCommand.self, ExperienceCommand.self, RetrieveCommand.self, DistillCommand.self,
    ])

  /// Runs the command and turns every error into one line and an exit code.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
      // What was printed is written before libraries' exit handlers run, and a full disk is told.
      guard fflush(nil) == 0 else {
        FileHandle.standardError.write(
          Data("ecgdiffusion: standard output cannot be written (error \(errno))\n".utf8))
        Foundation.exit(74)
      }
    } catch {
      // Help comes as an error too.
      guard exitCode(for: error) != .success else { exit(withError: error) }
      guard let status = Self.status(of: error) else { exit(withError: error) }
      FileHandle.standardError.write(Data("ecgdiffusion: \(error)\n".utf8))
      Foundation.exit(status)
    }
  }

  /// The exit code of a library's error; `nil` for errors of the argument parser.
  private static func status(of error: any Error) -> Int32? {
    let (badUse, badInput, cannotReadOrWrite): (Int32, Int32, Int32) = (64, 65, 74)
    switch error {
    case let error as DatasetError:
      return switch error.code {
      case .unreadable, .unwritable: cannotReadOrWrite
      case .mismatch: badUse
      case .malformed, .empty: badInput
      }
    case let error as TrainingError:
      return switch error.code {
      case .unreadable, .unwritable: cannotReadOrWrite
      case .otherRun: badUse
      case .noData: badInput
      case .diverged: 1
      }
    case let error as RecordFileError:
      let isAccess = error.code == .cannotRead || error.code == .cannotWrite
      return isAccess ? cannotReadOrWrite : badInput
    case let error as HealthRecordError:
      return switch error.code {
      case .unreadable, .unwritable: cannotReadOrWrite
      case .malformed, .absent: badInput
      }
    case let error as LanguageModelError:
      return switch error.code {
      case .badSetting, .remoteRefused: badUse
      case .malformed: badInput
      case .unreachable, .refused, .cache: cannotReadOrWrite
      }
    case is StatementError: return badInput
    case let error as TensorError:
      return switch error.code {
      case .cannotRead, .cannotWrite: cannotReadOrWrite
      case .noDevice: badUse
      default: badInput
      }
    default: return nil
    }
  }
}
