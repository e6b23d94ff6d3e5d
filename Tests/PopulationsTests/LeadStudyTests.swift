import Electrocardiogram
import LeadProjection
import Populations
import RecordFiles
import TestSupport
import Testing

@Suite struct LeadStudyTests {
  @Test func scoresAreErrorAndCorrelation() {
    let score = LeadStudy.Score(of: [0.0, 1, 2, 3], by: [1.0, 3, 5, 7])
    // Errors 1, 2, 3, 4; the guess is a line of the values.
    #expect(abs(score.rmse - 7.5.squareRoot()) < 1e-12 && abs(score.r - 1) < 1e-12)
    #expect(LeadStudy.Score(of: [0.0, 1], by: [2.0, 2]).r == 0)
  }

  @Test func recordingsWithoutAllLeadsAreNotJudged() {
    let line = (0..<3000).map { Double($0 % 7) }
    func recording(_ leads: [Lead]) -> Recording {
      Recording(
        name: "r", samplingRate: 500,
        channels: leads.map { Channel(name: $0.rawValue, millivolts: line) })
    }
    #expect(SteadyLeads(recording(Lead.independent)) != nil)
    #expect(SteadyLeads(recording([.I, .II, .V2])) == nil)
    var flat = recording(Lead.independent)
    flat.channels[4].millivolts = Array(repeating: 1, count: 3000)
    #expect(SteadyLeads(flat) == nil)
    var gap = recording(Lead.independent)
    gap.channels[4].millivolts[100] = .nan
    #expect(SteadyLeads(gap) == nil)
  }

  /// Every sixth record of fold 9, which no weight was learned from or chosen by.
  @Test(.enabled(if: RealData.isPresent, "\(RealData.hint)"))
  func learnedWeightsBeatDowerAndKorsOnUnseenPatients() throws {
    let members = try Cohort(folder: RealData.path("ptb-xl")).folds(9...9).members
    var study = LeadStudy()
    for member in members.enumerated().filter({ $0.offset % 6 == 0 }).map(\.element) {
      let leads = try #require(SteadyLeads(try RecordReader.read(member.path)))
      study.add(LeadStudy.judge(leads, record: member.record))
    }
    #expect(study.judged >= 12 && study.failures.isEmpty)
    let rows = study.rows(seed: 1)
    func mean(_ given: LeadStudy.Given, _ method: ReconstructionMethod) throws -> LeadStudy.Row {
      try #require(
        rows.first { $0.given == given && $0.method == method && $0.lead == nil })
    }
    for given in [LeadStudy.Given.threeLeads, .estimatedFrank] {
      let delays = try mean(given, .delays)
      for other in [ReconstructionMethod.dower, .kors] {
        #expect(delays.rmse.value < (try mean(given, other)).rmse.value)
        #expect(delays.r.value > (try mean(given, other)).r.value)
      }
    }
    let own = try mean(.threeLeads, .ownDipole)
    #expect(own.rmse.value < (try mean(.threeLeads, .delays)).rmse.value)
    #expect(rows.filter { $0.given == .threeLeads }.allSatisfy { $0.lead != .I && $0.lead != .V2 })
  }

  /// Frank's electrodes on one patient, who is in no data set that weights come from.
  @Test(.enabled(if: RealData.isPresent, "\(RealData.hint)"))
  func learnedWeightsCarryToRecordedFrankAxes() throws {
    let leads = try #require(SteadyLeads(try RecordReader.read(RealData.path("ptbdb/s0010_re"))))
    #expect(leads.frankOrigin == .recorded)
    var study = LeadStudy()
    study.add(LeadStudy.judge(leads, record: "s0010_re"))
    let rows = study.rows(seed: 1).filter { $0.given == .recordedFrank && $0.lead == nil }
    func rmse(_ method: ReconstructionMethod) throws -> Double {
      try #require(rows.first { $0.method == method }).rmse.value
    }
    #expect(try rmse(.linear) < (try rmse(.dower)) && (try rmse(.ownLinear)) < (try rmse(.linear)))
  }

  @Test func trainingChoosesByOtherRecordingsAndNeedsThem() throws {
    var leads: [SteadyLeads] = []
    for seed in 1...4 {
      let dipole = (0..<3).map { (axis: Int) -> [Double] in
        (0..<2500).map { (index: Int) -> Double in
          let number = (index * (axis + 2) * seed + index * index) % 101
          return Double(number) / 50
        }
      }
      let channels = Lead.independent.map { lead in
        Channel(
          name: lead.rawValue,
          millivolts: (0..<2500).map {
            DipoleProjection.dower.potential(
              of: lead, x: dipole[0][$0], y: dipole[1][$0], z: dipole[2][$0])
          })
      }
      leads.append(
        try #require(
          SteadyLeads(Recording(name: "r", samplingRate: 500, channels: channels))))
    }
    let training = try ReconstructionTraining(
      from: SourceLead.threeLeads, learning: Array(leads.prefix(3)), choosing: [leads[3]])
    // A dipole follows from three leads without delays and without a ridge.
    #expect(training.linear.delays == [0])
    #expect(training.candidates.map(\.rmse).min() ?? 1 < 1e-9)
    let error = #expect(throws: PopulationError.self) {
      try ReconstructionTraining(from: SourceLead.threeLeads, learning: leads, choosing: [])
    }
    #expect(error?.code == .tooFew)
  }
}
