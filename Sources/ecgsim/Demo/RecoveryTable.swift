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

  let seed: UInt64
  let files: [String]
  let shareWithinOneStandardError: Double?
  let shareWithin196StandardErrors: Double?
  let parameters: [Parameter]

  init(seed: UInt64, files: [String], _ recovery: ParameterRecovery?) {
    self.seed = seed
    self.files = files
    shareWithinOneStandardError = recovery?.share(within: 1)
    shareWithin196StandardErrors = recovery?.share(within: 1.96)
    parameters = recovery?.parameters.map(Parameter.init) ?? []
  }
}
