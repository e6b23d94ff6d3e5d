/// The floors of the house: which target may import which.
///
/// Imports go down; within a floor, to the right. This table is the one place where the direction is
/// written for a machine; the README says it for people.
enum Floors {
  /// From the top floor to the ground; targets of a floor from left to right.
  static let plan: [[String]] = [
    ["ecgdiffusion", "ecgsim"],
    ["Experience", "HealthRecords"],
    ["Training", "SimulatorLoss", "Diffusion", "NeuralNetworks"],
    [
      "Populations", "Datasets", "Records", "RhythmChecks", "Fitting", "Figures", "Measurement",
      "RecordFiles", "Statements", "Tables",
    ],
    ["Simulator", "Conduction", "Noise", "LeadProjection", "RhythmLibrary", "CardiacModel"],
    ["Electrocardiogram", "RandomNumbers"],
    ["ODESolver", "LinearAlgebra", "EDFFile", "Gnuplot", "ZipFiles", "GzipFiles", "Tensors"],
    [
      "CSUNDIALS", "COpenBLAS", "CEDF", "CGnuplot", "CZip", "CZlib", "CTorch", "CBeatKernel",
      "CKernelSums", "CNoiseKernels",
    ],
  ]

  /// Each C target is imported by its one Swift face only.
  static let faces = [
    "CSUNDIALS": "ODESolver", "COpenBLAS": "LinearAlgebra", "CGnuplot": "Gnuplot",
    "CEDF": "EDFFile", "CZip": "ZipFiles", "CZlib": "GzipFiles", "CTorch": "Tensors",
    "CBeatKernel": "Simulator",
    "CKernelSums": "Fitting", "CNoiseKernels": "Noise",
  ]

  /// Modules from outside the package, and the targets that may import them.
  static let outside = [
    "ArgumentParser": ["ecgsim", "ecgdiffusion"],
    "Yams": ["RhythmLibrary", "Records", "Statements"],
    "GRDB": ["HealthRecords"],
    "Crypto": ["Experience"], "FoundationNetworking": ["Experience"],
    "Foundation": nil, "Dispatch": nil, "Synchronization": nil, "Glibc": nil,
  ]

  /// Whether a target may import a module.
  static func allows(_ target: String, importing module: String) -> Bool {
    if let users = outside[module] { return users?.contains(target) ?? true }
    if let face = faces[module] { return face == target }
    guard let here = place(of: target), let there = place(of: module) else { return false }
    return there.floor > here.floor || (there.floor == here.floor && there.column > here.column)
  }

  /// Floor and column of a target.
  static func place(of target: String) -> (floor: Int, column: Int)? {
    for (floor, targets) in plan.enumerated() {
      if let column = targets.firstIndex(of: target) { return (floor, column) }
    }
    return nil
  }
}
