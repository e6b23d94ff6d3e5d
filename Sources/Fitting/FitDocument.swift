import CardiacModel
import Electrocardiogram
import Foundation
import LeadProjection

/// The layout of a fit file, key by key.
struct FitDocument: Codable {
  var format = FitDocument.formatName
  var version = FittedBeat.formatVersion
  var notice = "synthetic, not for diagnosis"
  var record: String
  var model: FittedBeat.Model
  var samplingRateHertz: Double
  var rIndex: Int
  var rrIntervalSeconds: Double
  var beatCount: Int
  var leads: [LeadDocument]
  var dipole: DipoleDocument?
  var marks: MarksDocument?

  static let formatName = "ECGWorkbench fit"

  struct LeadDocument: Codable {
    var lead: ChannelName
    var isDerived: Bool
    var prd: Double
    var nrmse: Double
    var r: Double
    var residualWhiteness: Double
    var baselineMillivolts: Double
    var baselineStandardErrorMillivolts: Double?
    var kernels: [KernelDocument]
    var beat: [Double]
    var model: [Double]
  }

  struct DipoleDocument: Codable {
    var prd: Double
    var rankThreePRD: Double
    var projectionLeads: [Lead]
    var projection: [[Double]]
    var axes: [AxisDocument]
  }

  struct AxisDocument: Codable {
    var axis: String
    var baselineMillivolts: Double
    var kernels: [KernelDocument]
  }

  struct KernelDocument: Codable {
    var role: KernelRole
    var timeSeconds: Double
    var widthSeconds: Double
    var amplitudeMillivolts: Double
    var standardErrors: ErrorDocument
    var atBounds: [FittedKernel.Bound]
  }

  struct ErrorDocument: Codable {
    var timeSeconds: Double?
    var widthSeconds: Double?
    var amplitudeMillivolts: Double?
  }

  struct MarksDocument: Codable {
    var P: MarkDocument?
    var QRS: MarkDocument?
    var T: MarkDocument?
  }

  struct MarkDocument: Codable {
    var onsetSeconds: Double?
    var peakSeconds: Double
    var offsetSeconds: Double?
  }
}

extension FitDocument {
  init(_ beat: FittedBeat) {
    record = beat.record
    model = beat.model
    samplingRateHertz = beat.timing.samplingRate
    rIndex = beat.timing.rIndex
    rrIntervalSeconds = beat.timing.rrInterval
    beatCount = beat.beatCount
    leads = beat.leads.map {
      LeadDocument(
        lead: $0.name, isDerived: $0.isDerived, prd: $0.quality.prd, nrmse: $0.quality.nrmse,
        r: $0.quality.r, residualWhiteness: $0.quality.residualWhiteness,
        baselineMillivolts: $0.baseline,
        baselineStandardErrorMillivolts: $0.baselineStandardError,
        kernels: $0.kernels.map(KernelDocument.init), beat: $0.beat, model: $0.model)
    }
    dipole = beat.dipole.map { dipole in
      DipoleDocument(
        prd: dipole.prd, rankThreePRD: dipole.rankThreePRD, projectionLeads: Lead.independent,
        projection: Lead.independent.map { dipole.projection.row(of: $0) },
        axes: zip(Self.axisNames, dipole.axes).map {
          AxisDocument(
            axis: $0, baselineMillivolts: $1.baseline, kernels: $1.kernels.map(KernelDocument.init))
        })
    }
    marks = beat.marks.map {
      MarksDocument(
        P: $0.p.map(MarkDocument.init), QRS: $0.qrs.map(MarkDocument.init),
        T: $0.t.map(MarkDocument.init))
    }
  }

  static let axisNames = ["X", "Y", "Z"]
}

extension FitDocument.KernelDocument {
  init(_ kernel: FittedKernel) {
    role = kernel.role
    timeSeconds = kernel.time
    widthSeconds = kernel.width
    amplitudeMillivolts = kernel.amplitude
    standardErrors = .init(
      timeSeconds: kernel.standardErrors.time, widthSeconds: kernel.standardErrors.width,
      amplitudeMillivolts: kernel.standardErrors.amplitude)
    atBounds = kernel.atBounds
  }
}

extension FitDocument.MarkDocument {
  init(_ wave: TimedWave) {
    self.init(onsetSeconds: wave.onset, peakSeconds: wave.peak, offsetSeconds: wave.offset)
  }
}
