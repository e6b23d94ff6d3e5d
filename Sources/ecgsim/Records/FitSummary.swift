import Electrocardiogram
import Fitting

/// What `fit --json` prints.
struct FitSummary: Encodable {
  struct LeadSummary: Encodable {
    let prd: Double
    let nrmse: Double
    let r: Double
    let kernels: Int
    let atBounds: Int
  }

  let record: String
  let beatCount: Int
  let rrInterval: Double
  let leads: [String: LeadSummary]
  let dipolePRD: Double?
  let rankThreePRD: Double?

  init(_ fit: FittedBeat) {
    record = fit.record
    beatCount = fit.beatCount
    rrInterval = fit.timing.rrInterval
    leads = Dictionary(
      uniqueKeysWithValues: fit.leads.map { lead in
        (
          lead.name.text,
          LeadSummary(
            prd: lead.quality.prd, nrmse: lead.quality.nrmse, r: lead.quality.r,
            kernels: lead.kernels.count,
            atBounds: lead.kernels.count { !$0.atBounds.isEmpty })
        )
      })
    dipolePRD = fit.dipole?.prd
    rankThreePRD = fit.dipole?.rankThreePRD
  }
}
