import CardiacModel
import Electrocardiogram
import Fitting
import Foundation
import LeadProjection
import Measurement
import Testing

/// Twelve leads of one beat, made of three known axes by Dower's matrix and noise of 5 µV.
enum KnownTwelveLeads {
  static func beat(leads: [Lead] = Lead.allCases) throws -> AverageBeat {
    let timing = try KnownBeat.timing()
    var shifted = KnownBeat.kernels
    for i in shifted.indices {
      shifted[i].time += 0.01
      shifted[i].amplitude *= i % 2 == 0 ? 0.6 : -0.9
    }
    let back = Array(KnownBeat.kernels[2...])
    let x = timing.model(baseline: 0, kernels: KnownBeat.kernels)
    let y = timing.model(baseline: 0, kernels: shifted)
    let z = timing.model(baseline: 0, kernels: back).map { -0.5 * $0 }
    let noise = try (0..<12).map { try KnownBeat.noisy(0.005, repeat: $0) }
    let clean = try KnownBeat.samples()
    let rows = leads.enumerated().map { index, lead in
      x.indices.map { i in
        DipoleProjection.dower.potential(of: lead, x: x[i], y: y[i], z: z[i])
          + noise[index][i] - clean[i]
      }
    }
    return AverageBeat(
      samplingRate: 500, rIndex: 150, rrInterval: 0.9, leads: leads, millivolts: rows, beatCount: 9)
  }

  static func fit(
    _ model: FittedBeat.Model, leads: [Lead] = Lead.allCases, kernels: Int = 3
  ) throws -> FittedBeat {
    var options = FitOptions(kernelCount: kernels)
    options.searchEvaluations = 0
    return try FittedBeat(beat(leads: leads), record: "known", model: model, options: options)
  }
}

@Suite struct FitFileTests {
  @Test(arguments: FittedBeat.Model.allCases)
  func readsBackTheSame(model: FittedBeat.Model) throws {
    var fit = try KnownTwelveLeads.fit(model)
    fit.marks = FittedBeatRateTests.marks
    fit.marks?.p = nil
    fit.marks?.t?.onset = nil
    let folder = FileManager.default.temporaryDirectory
    let path = folder.appending(path: "fit-\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try fit.write(to: path)
    let back = try FittedBeat(readingFrom: path)
    #expect(back == fit)
  }

  @Test func leadHeartRepeatsTheModel() throws {
    let fit = try FittedBeat(json: KnownTwelveLeads.fit(.lead).json())
    let (heart, projection) = fit.heart
    #expect(heart.basis == .leads(Lead.independent))
    #expect(projection == nil)
    for (index, lead) in Lead.independent.enumerated() {
      let twin = try #require(fit.leads.first { $0.lead == lead })
      for sample in twin.model.indices {
        let θ = fit.timing.phase(ofTime: fit.timing.time(ofSample: sample))
        let value = heart.values(atrialPhase: θ, ventricularPhase: θ)[index]
        #expect(abs(value - twin.model[sample]) < 1e-9)
      }
    }
  }

  @Test func dipoleHeartAndItsProjectionRepeatTheModel() throws {
    let fit = try FittedBeat(json: KnownTwelveLeads.fit(.dipole).json())
    let (heart, projection) = fit.heart
    #expect(heart.basis == .dipole)
    let matrix = try #require(projection)
    #expect(fit.leads.count == 12)
    for twin in fit.leads {
      let lead = try #require(twin.lead)
      for sample in twin.model.indices {
        let θ = fit.timing.phase(ofTime: fit.timing.time(ofSample: sample))
        let s = heart.values(atrialPhase: θ, ventricularPhase: θ)
        let value = matrix.potential(of: lead, x: s[0], y: s[1], z: s[2])
        #expect(abs(value - twin.model[sample]) < 1e-9)
      }
      // The lead's own kernels say the same.
      let own = fit.timing.model(baseline: twin.baseline, kernels: twin.kernels)
      #expect(zip(own, twin.model).allSatisfy { abs($0 - $1) < 1e-9 })
    }
  }

  @Test func limbLeadsObeyTheirLaws() throws {
    for model in FittedBeat.Model.allCases {
      let fit = try KnownTwelveLeads.fit(model)
      func of(_ lead: Lead) throws -> [Double] {
        try #require(fit.leads.first { $0.lead == lead }).model
      }
      let (I, II) = (try of(.I), try of(.II))
      for lead in [Lead.III, .aVR, .aVL, .aVF] {
        let (a, b) = try #require(LimbLeads.weights(of: lead))
        let row = try of(lead)
        // One rounding of numbers around 1 mV.
        for i in row.indices { #expect(abs(row[i] - a * I[i] - b * II[i]) < 1e-15) }
      }
      let iii = try #require(fit.leads.first { $0.lead == .III })
      #expect(iii.isDerived)
      let own = fit.timing.model(baseline: iii.baseline, kernels: iii.kernels)
      #expect(zip(own, iii.model).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test func limbLeadAloneIsFittedItself() throws {
    let fit = try KnownTwelveLeads.fit(.lead, leads: [.III])
    #expect(fit.leads.map(\.lead) == [.III])
    #expect(!fit.leads[0].isDerived)
    #expect(fit.leads[0].kernels.count == 3)
    #expect(fit.heart.heart.basis == .leads([.III]))
  }

  @Test func dipoleOfTooFewLeadsIsRefused() throws {
    let error = #expect(throws: FitError.self) {
      try KnownTwelveLeads.fit(.dipole, leads: [.I, .II, .V1])
    }
    #expect(error?.code == .leadMissing)
    #expect(error?.message.contains("V2") == true)
  }

  @Test func fileSaysWhatItHolds() throws {
    let json = try KnownTwelveLeads.fit(.lead, leads: [.II]).json()
    let file = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(file["notice"] as? String == "synthetic, not for diagnosis")
    #expect(file["version"] as? Int == 3)
    #expect(file["record"] as? String == "known")
    #expect(file["samplingRateHertz"] as? Double == 500)
    #expect(file["rIndex"] as? Int == 150)
    let lead = try #require((file["leads"] as? [[String: Any]])?.first)
    #expect(Set(lead.keys).isSuperset(of: ["beat", "model", "prd", "nrmse", "r", "kernels"]))
    #expect(lead["lead"] as? String == "II")
  }

  @Test(arguments: [
    ("\"samplingRateHertz\" : 500,", "", "'samplingRateHertz' is missing"),
    ("\"samplingRateHertz\"", "\"samplingRate\"", "samplingRate"),
    ("\"rIndex\" : 150", "\"rIndex\" : \"150\"", "'rIndex'"),
    ("\"rIndex\" : 150", "\"rIndex\" : 400", "sample 400"),
    ("\"version\" : 3", "\"version\" : 4", "'version' is 4"),
    ("ECGWorkbench fit", "another fit", "'format'"),
    ("\"lead\" : \"II\"", "\"lead\" : 2", "'leads[0].lead'"),
    ("\"role\" : \"", "\"colour\" : 1, \"role\" : \"", "'leads[0].kernels[0].colour' is not known"),
    ("\"model\" : \"lead\"", "\"model\" : \"dipole\"", "'dipole'"),
    ("\"marks\" : {", "\"marks\" : {\"U\" : 0, ", "'marks.U' is not known"),
    (
      "\"samplingRateHertz\" : 500", "\"samplingRateHertz\" : 1e12",
      "'samplingRateHertz' is 1000000000000.0"
    ),
    ("\"samplingRateHertz\" : 500", "\"samplingRateHertz\" : 1e400", "is not JSON"),
    (
      "\"rrIntervalSeconds\" : 0.9", "\"rrIntervalSeconds\" : 1e9",
      "'rrIntervalSeconds' is 1000000000.0"
    ),
    ("\"beatCount\" : 9", "\"beatCount\" : 0", "'beatCount' is 0"),
    ("\"onsetSeconds\" : -0.04", "\"onsetSeconds\" : 0.04", "'marks.QRS' does not run"),
    (
      "\"onsetSeconds\" : -0.04", "\"onsetSeconds\" : -1e300", "'marks.QRS.onsetSeconds' is -1e+300"
    ),
    (
      "\"widthSeconds\" : 0.", "\"widthSeconds\" : -0.",
      "'leads.II.kernels[0].standardErrors.widthSeconds' is -0."
    ),
    ("{", "", "is not JSON"),
  ])
  func wrongKeysAreNamed(text: String, replacement: String, complaint: String) throws {
    var fit = try KnownTwelveLeads.fit(.lead, leads: [.II])
    fit.marks = FittedBeatRateTests.marks
    let json = String(decoding: try fit.json(), as: UTF8.self)
    let range = try #require(json.range(of: text))
    let broken = json.replacingCharacters(in: range, with: replacement)
    let error = #expect(throws: FitError.self) {
      try FittedBeat(json: Data(broken.utf8))
    }
    #expect(error?.message.contains(complaint) == true, "\(error?.message ?? "no error")")
    let codes: [String: FitError.Code] = ["is not JSON": .notAFitFile, "sample 400": .badTiming]
    #expect(error?.code == codes[complaint] ?? .badKey)
  }

  /// What no beat has is refused before it is simulated, whatever it would take.
  @Test(arguments: [
    ("timeSeconds", 1e300, "leads.II.kernels[0].timeSeconds' is 1e+300, not within -0.9 to 0.9"),
    ("widthSeconds", 1e300, "leads.II.kernels[0].widthSeconds' is 1e+300"),
    ("widthSeconds", 0, "leads.II.kernels[0].widthSeconds' is 0.0"),
    ("amplitudeMillivolts", 1e308, "leads.II.kernels[0].amplitudeMillivolts' is 1e+308"),
  ])
  func kernelsThatNoBeatHasAreRefused(key: String, value: Double, complaint: String) throws {
    for model in FittedBeat.Model.allCases {
      var fit = try KnownTwelveLeads.fit(model, leads: model == .lead ? [.II] : Lead.allCases)
      func change(_ kernel: inout FittedKernel) {
        switch key {
        case "timeSeconds": kernel.time = value
        case "widthSeconds": kernel.width = value
        default: kernel.amplitude = value
        }
      }
      if var dipole = fit.dipole {
        change(&dipole.axes[1].kernels[0])
        fit.dipole = dipole
      } else {
        change(&fit.leads[0].kernels[0])
      }
      let error = #expect(throws: FitError.self) { try FittedBeat(json: fit.json()) }
      #expect(error?.code == .badKey)
      let place = model == .lead ? "leads.II." : "dipole.axes.Y."
      let expected = complaint.replacing("leads.II.", with: place)
      #expect(error?.message.contains(expected) == true, "\(error?.message ?? "no error")")
    }
  }

  @Test func samplesAndWeightsThatNoBeatHasAreRefused() throws {
    func complaint(_ change: (inout FittedBeat) -> Void) throws -> String {
      var fit = try KnownTwelveLeads.fit(.dipole)
      change(&fit)
      return try #require(
        #expect(throws: FitError.self) { try FittedBeat(json: fit.json()) }
      ).message
    }
    #expect(try complaint { $0.leads[1].beat[3] = 1e200 }.contains("'leads.II.beat[3]' is 1e+200"))
    #expect(try complaint { $0.leads[0].model[0] = -1e9 }.contains("'leads.I.model[0]'"))
    #expect(try complaint { $0.leads[0].baseline = 1e9 }.contains("'leads.I.baselineMillivolts'"))
    #expect(
      try complaint { $0.dipole?.axes[2].baseline = 1e9 }
        .contains("'dipole.axes.Z.baselineMillivolts'"))
    #expect(
      try complaint { fit in
        var weights = fit.dipole?.projection.weights ?? []
        weights[5] = 1e300
        fit.dipole?.projection = DipoleProjection(weights: weights)
      }.contains("'dipole.projection[1][2]' is 1e+300"))
  }

  /// Files that were written before marks were kept.
  @Test func filesOfVersionTwoAreRead() throws {
    let fit = try KnownTwelveLeads.fit(.lead, leads: [.II])
    let json = String(decoding: try fit.json(), as: UTF8.self)
    let older = json.replacing("\"version\" : 3", with: "\"version\" : 2")
    #expect(older != json && !older.contains("marks"))
    #expect(try FittedBeat(json: Data(older.utf8)) == fit)
  }

  @Test func missingFolderAndFileAreNamed() throws {
    let fit = try KnownTwelveLeads.fit(.lead, leads: [.II])
    var error = #expect(throws: FitError.self) { try fit.write(to: "/nowhere/at/all/fit.json") }
    #expect(error?.code == .inaccessible)
    #expect(error?.message.hasPrefix("/nowhere/at/all/fit.json") == true)
    error = #expect(throws: FitError.self) { try FittedBeat(readingFrom: "/nowhere/fit.json") }
    #expect(error?.code == .inaccessible)
  }
}
