import Electrocardiogram
import Fitting

/// Hidden and recovered parameters of one lead, a row a kernel.
struct RecoveryTable {
  let lines: [String]

  init(_ recovery: ParameterRecovery, lead: Lead) {
    var table = Table([
      "kernel", "time ms", "found", "error/SE", "width ms", "found", "error/SE", "height mV",
      "found", "error/SE",
    ])
    let rows = recovery.parameters.filter { $0.lead == lead }
    for kernel in Set(rows.map(\.kernel)).sorted() {
      let own = rows.filter { $0.kernel == kernel }
      var cells = [own[0].role.rawValue]
      for parameter in own {
        let isTime = parameter.quantity != .amplitude
        let (scale, decimals) = isTime ? (1000.0, 1) : (1.0, 3)
        cells += [
          (scale * parameter.hidden).formatted(decimals),
          (scale * parameter.recovered).formatted(decimals),
          parameter.errorInStandardErrors?.formatted(1) ?? "bound",
        ]
      }
      table.add(cells)
    }
    lines = table.lines
  }
}

extension ParameterRecovery {
  /// How many kernels there were and how many were found; which were missed, which are too many.
  var countLines: [String] {
    func text(_ kernels: [(lead: Lead, kernel: FittedKernel)]) -> String {
      kernels.map { lead, kernel in
        "\(lead) \(kernel.role.rawValue) at \((1000 * kernel.time).formatted(0)) ms of "
          + "\(kernel.amplitude.formatted(3)) mV"
      }.joined(separator: "; ")
    }
    let count = hidden.values.reduce(0) { $0 + $1.count }
    var lines = [
      "\(count) hidden kernels: \(count - missed.count) found, \(missed.count) missed, "
        + "\(extra.count) more that were not there"
    ]
    if !missed.isEmpty { lines.append("missed: \(text(missed))") }
    if !extra.isEmpty { lines.append("not there: \(text(extra))") }
    return lines
  }
}

/// What `demo --json` prints.
struct DemoSummary: Encodable {
  struct Parameter: Encodable {
    let lead: String
    let kernel: Int
    let role: String
    let quantity: String
    let hidden: Double
    let recovered: Double
    let standardError: Double?
    let errorInStandardErrors: Double?

    init(_ parameter: RecoveredParameter) {
      lead = parameter.lead.rawValue
      kernel = parameter.kernel
      role = parameter.role.rawValue
      quantity = parameter.quantity.rawValue
      hidden = parameter.hidden
      recovered = parameter.recovered
      standardError = parameter.standardError
      errorInStandardErrors = parameter.errorInStandardErrors
    }
  }

  /// A kernel that has no partner.
  struct Kernel: Encodable {
    let lead: String
    let role: String
    let time: Double
    let width: Double
    let amplitude: Double

    init(lead: Lead, kernel: FittedKernel) {
      self.lead = lead.rawValue
      role = kernel.role.rawValue
      (time, width, amplitude) = (kernel.time, kernel.width, kernel.amplitude)
    }
  }

  let seed: UInt64
  let files: [String]
  let shareWithinOneStandardError: Double?
  let shareWithin196StandardErrors: Double?
  let parameters: [Parameter]
  let missedKernels: [Kernel]
  let extraKernels: [Kernel]

  init(seed: UInt64, files: [String], _ recovery: ParameterRecovery?) {
    self.seed = seed
    self.files = files
    shareWithinOneStandardError = recovery?.share(within: 1)
    shareWithin196StandardErrors = recovery?.share(within: 1.96)
    parameters = recovery?.parameters.map(Parameter.init) ?? []
    missedKernels = recovery?.missed.map(Kernel.init) ?? []
    extraKernels = recovery?.extra.map(Kernel.init) ?? []
  }
}
