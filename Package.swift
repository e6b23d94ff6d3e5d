// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// An unpacked libtorch with its `include` and `lib`, used instead of the system's.
let libtorch = Context.environment["LIBTORCH"]
/// Whether the trainer is built: `ECGWORKBENCH_TRAINER=0` leaves it out, `=1` insists on it, otherwise
/// it is there where libtorch's headers are.
let trainer =
  switch Context.environment["ECGWORKBENCH_TRAINER"] {
  case "0": false
  case .some: true
  case nil: FileManager.default.fileExists(atPath: "\(libtorch ?? "/usr")/include/ATen/ATen.h")
  }

/// The rules under which every Swift target is compiled.
let rules: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]
/// Everywhere but in the wrappers of C libraries, unsafe memory must be marked where it is used.
let strictRules = rules + [.strictMemorySafety()]

/// A module map of a system library.
func system(_ name: String) -> Target {
  .systemLibrary(name: name, path: "Sources/\(name)")
}

/// The Swift face of one C library.
func wrapper(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: rules)
}

/// One idea of the workbench.
func library(
  _ name: String, _ dependencies: [Target.Dependency] = [],
  data: [String] = [], plugins: [Target.PluginUsage] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: ["README.md"] + data,
    swiftSettings: strictRules, plugins: plugins)
}

/// The tests of one target; fixtures lie beside them and are found from the source file's path.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "Electrocardiogram", "TestSupport"] + dependencies,
    exclude: exclude, swiftSettings: rules)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let embed = Target.PluginUsage.plugin(name: "EmbedFilesPlugin")

/// What the trainer adds.
let trainerTargets: [Target] = [
  // Commands
  .executableTarget(
    name: "ecgdiffusion",
    dependencies: [
      "Experience", "HealthRecords", "Training", "SimulatorLoss", "Diffusion", "NeuralNetworks",
      "Datasets", "RecordFiles", "Statements", "Electrocardiogram", "Tensors", argumentParser,
    ],
    exclude: ["README.md"], swiftSettings: strictRules),

  // Learning
  library(
    "Training",
    [
      "SimulatorLoss", "Diffusion", "NeuralNetworks", "Datasets", "Statements",
      "Electrocardiogram", "Tensors",
    ]),
  library("SimulatorLoss", ["Simulator", "CardiacModel", "Electrocardiogram", "Tensors"]),
  library("Diffusion", ["NeuralNetworks", "Tensors"]),
  library("NeuralNetworks", ["Tensors"]),

  // Libraries
  wrapper("Tensors", ["CTorch"]),

  // C
  .target(
    name: "CTorch",
    cxxSettings: libtorch.map {
      [.unsafeFlags(["-I\($0)/include", "-I\($0)/include/torch/csrc/api/include"])]
    },
    linkerSettings: [.linkedLibrary("torch_cpu"), .linkedLibrary("c10")]
      + (libtorch.map {
        [.unsafeFlags(["-L\($0)/lib", "-Xlinker", "-rpath", "-Xlinker", "\($0)/lib"])]
      } ?? [])),

  // Tests
  .testTarget(
    name: "ecgdiffusionTests",
    dependencies: ["TestSupport", "RecordFiles", "Electrocardiogram", "ecgdiffusion"],
    swiftSettings: rules),
  tests(
    "Training",
    [
      "SimulatorLoss", "Datasets", "Statements", "Diffusion", "NeuralNetworks", "Tensors",
    ]),
  tests("Tensors", ["RandomNumbers"], exclude: ["Corpus", "Fuzz", "Oracles"]),
  tests("NeuralNetworks", ["Tensors"], exclude: ["Oracles"]),
  tests("Diffusion", ["NeuralNetworks", "Tensors"], exclude: ["Fixtures", "Oracles"]),
  tests(
    "SimulatorLoss",
    [
      "Diffusion", "NeuralNetworks", "Simulator", "Conduction", "RhythmLibrary", "CardiacModel",
      "LeadProjection", "ODESolver", "RandomNumbers", "Tensors",
    ]),
]

let package = Package(
  name: "ECGWorkbench",
  products: [
    .executable(name: "ecgsim", targets: ["ecgsim"]),
    .library(
      name: "Simulator",
      targets: ["Simulator", "Conduction", "LeadProjection", "RhythmLibrary", "CardiacModel"]),
    .library(name: "Fitting", targets: ["Fitting"]),
    .library(name: "Measurement", targets: ["Measurement"]),
    .library(name: "RecordFiles", targets: ["RecordFiles"]),
    .library(name: "ODESolver", targets: ["ODESolver"]),
    .library(name: "Experience", targets: ["Experience", "HealthRecords", "Statements"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Commands
    .executableTarget(
      name: "ecgsim",
      dependencies: [
        "Populations", "Records", "RhythmChecks", "Fitting", "Figures", "Measurement",
        "RecordFiles", "Simulator", "Conduction", "Noise", "LeadProjection", "RhythmLibrary",
        "CardiacModel",
        "Electrocardiogram", "RandomNumbers", "ODESolver", argumentParser,
      ],
      exclude: ["README.md"], swiftSettings: strictRules),

    // Evidence
    library(
      "Experience", ["HealthRecords", "Statements", "Electrocardiogram", crypto],
      data: ["Prompts"], plugins: [embed]),
    library(
      "HealthRecords",
      ["RecordFiles", "Statements", "Tables", "RandomNumbers", database]),

    // Workbench
    library(
      "Populations",
      [
        "Datasets", "Fitting", "Measurement", "Simulator", "Conduction", "LeadProjection",
        "RhythmLibrary", "CardiacModel", "Electrocardiogram", "RandomNumbers", "LinearAlgebra",
      ]),
    library(
      "Records",
      [
        "RhythmChecks", "Fitting", "RecordFiles", "Simulator", "Conduction", "Noise",
        "RhythmLibrary", "Electrocardiogram", "RandomNumbers", "Yams",
      ]),
    library(
      "RhythmChecks",
      [
        "Measurement", "RecordFiles", "Simulator", "Conduction", "Noise", "RhythmLibrary",
        "LeadProjection", "CardiacModel", "Electrocardiogram", "RandomNumbers",
      ]),
    library(
      "Fitting",
      [
        "Measurement", "RecordFiles", "Simulator", "Noise", "LeadProjection", "RhythmLibrary",
        "CardiacModel",
        "Electrocardiogram", "RandomNumbers", "ODESolver", "LinearAlgebra", "CKernelSums",
      ]),
    library("Figures", ["Electrocardiogram", "Gnuplot"], plugins: [embed]),
    library(
      "Measurement", ["Electrocardiogram", "LinearAlgebra"], data: ["Training"],
      plugins: [embed]),
    library("RecordFiles", ["Electrocardiogram", "EDFFile", "ZipFiles"]),
    library(
      "Datasets",
      ["Fitting", "Measurement", "RecordFiles", "Statements", "Tables", "Electrocardiogram"]),
    library("Statements", ["Electrocardiogram", "Yams"], data: ["Lexicon"], plugins: [embed]),
    library("Tables", ["GzipFiles"]),

    // Heart
    library(
      "Simulator",
      [
        "Conduction", "LeadProjection", "RhythmLibrary", "CardiacModel", "Electrocardiogram",
        "RandomNumbers", "ODESolver", "CBeatKernel",
      ]),
    library(
      "Conduction", ["RhythmLibrary", "CardiacModel", "Electrocardiogram", "RandomNumbers"]),
    library("Noise", ["Electrocardiogram", "RandomNumbers", "CNoiseKernels"]),
    library("LeadProjection", ["Electrocardiogram", "LinearAlgebra"]),
    library(
      "RhythmLibrary", ["CardiacModel", "Electrocardiogram", "LinearAlgebra", "Yams"],
      plugins: [embed]),
    library("CardiacModel", ["Electrocardiogram"]),

    // Ground
    library("Electrocardiogram"),
    library("RandomNumbers"),

    // Libraries
    wrapper("ODESolver", ["CSUNDIALS"]),
    wrapper("LinearAlgebra", ["COpenBLAS"]),
    wrapper("Gnuplot", ["CGnuplot"]),
    wrapper("EDFFile", ["CEDF"]),
    wrapper("ZipFiles", ["CZip"]),
    wrapper("GzipFiles", ["CZlib"]),

    // C
    system("CSUNDIALS"),
    system("COpenBLAS"),
    system("CEDF"),
    system("CZip"),
    system("CZlib"),
    .target(name: "CGnuplot", linkerSettings: [.linkedLibrary("boost_iostreams")]),
    .target(name: "CBeatKernel", cSettings: [.define("NDEBUG")]),
    .target(name: "CKernelSums", cSettings: [.define("NDEBUG")]),
    .target(name: "CNoiseKernels", cSettings: [.define("NDEBUG")]),

    // Rhythms and figure scripts become Swift source at build time.
    .executableTarget(name: "EmbedFiles", swiftSettings: rules),
    .plugin(
      name: "EmbedFilesPlugin", capability: .buildTool, dependencies: ["EmbedFiles"],
      path: "Sources/EmbedFilesPlugin"),

    // Tests
    .target(
      name: "TestSupport", dependencies: ["CardiacModel", "Electrocardiogram"],
      path: "Tests/TestSupport", exclude: ["Oracles"],
      swiftSettings: rules),
    .testTarget(name: "HouseTests", dependencies: ["TestSupport"], swiftSettings: rules),
    .testTarget(
      name: "ElectrocardiogramTests", dependencies: ["Electrocardiogram"], swiftSettings: rules),
    tests("RandomNumbers"),
    tests("ODESolver"),
    tests("Noise", ["RecordFiles", "RandomNumbers"], exclude: ["Oracles"]),
    tests("LinearAlgebra"),
    tests("Gnuplot"),
    .testTarget(
      name: "EDFFileTests", dependencies: ["EDFFile", "TestSupport"], swiftSettings: rules),
    .testTarget(
      name: "ZipFilesTests", dependencies: ["ZipFiles", "TestSupport"], swiftSettings: rules),
    .testTarget(
      name: "GzipFilesTests", dependencies: ["GzipFiles", "TestSupport"], swiftSettings: rules),
    .testTarget(
      name: "TablesTests", dependencies: ["Tables", "TestSupport"], swiftSettings: rules),
    tests("HealthRecords", ["Tables", "Statements"]),
    tests(
      "Experience", ["HealthRecords", "Statements", "RandomNumbers"], exclude: ["Fixtures"]),
    tests("CardiacModel", ["RandomNumbers"]),
    tests("Conduction", ["CardiacModel", "RhythmLibrary", "RandomNumbers"]),
    tests("LeadProjection", ["CardiacModel", "LinearAlgebra", "RecordFiles"]),
    tests(
      "Simulator",
      [
        "Conduction", "LeadProjection", "RhythmLibrary", "CardiacModel", "RandomNumbers",
        "ODESolver",
      ]),
    tests("RhythmLibrary", ["LinearAlgebra"]),
    tests("RecordFiles", exclude: ["Corpus", "Fuzz", "Oracles"]),
    tests("Measurement", ["RecordFiles"], exclude: ["Oracles"]),
    tests("Fitting", ["RecordFiles", "Measurement", "RhythmLibrary", "ODESolver"]),
    tests("Figures", ["RandomNumbers"]),
    tests(
      "Populations",
      [
        "RecordFiles", "Measurement", "Simulator", "LeadProjection", "RhythmLibrary",
        "RandomNumbers", "LinearAlgebra",
      ]),
    tests("Statements"),
    tests("Datasets", ["RecordFiles", "Statements"]),
    tests(
      "Records",
      [
        "RhythmChecks", "RecordFiles", "Simulator", "Conduction", "Noise", "RhythmLibrary",
        "RandomNumbers",
      ]),
    tests(
      "RhythmChecks", ["Measurement", "RecordFiles", "RhythmLibrary", "RandomNumbers"],
      exclude: ["neurokit_ruler.py", "ruler.py"]),
    .testTarget(
      name: "ecgsimTests",
      dependencies: [
        "TestSupport", "Records", "RhythmChecks", "RecordFiles", "RhythmLibrary",
        "Electrocardiogram", "ecgsim",
      ],
      swiftSettings: rules),
  ] + (trainer ? trainerTargets : []),
  // Newer libtorch asks for C++20.
  cxxLanguageStandard: libtorch == nil ? .cxx17 : .cxx20
)
