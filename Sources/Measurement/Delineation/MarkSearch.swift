/// Marks of one kind of wave in all beats and leads.
struct MarkSearch {
  /// Part of the scores of all leads together that each lead's own scores get.
  ///
  /// Chosen on the tuning records of LUDB among 0, 0.3, 1 and 2.
  static let partOfAll: Float = 0.3

  /// Samples by which the bounds of QRS over all leads are put later than learnt: 2.6 and 0.8 ms.
  ///
  /// Cardiologists set the onset about 7 ms before the point of 5 % of the largest speed, by which the
  /// beats of the dipole model are stated (`AnalyticFiducials`), and the offset 1 ms before it. This is
  /// between the two: within 4 ms of the one and 6 ms of the other.
  static let qrsDelay = (onset: 0.65, offset: 0.2)

  /// Marks over all leads, by beat.
  var together: [Marks?] = []
  /// Marks by lead and beat.
  var leads: [[Marks?]] = []
  /// Scores over all leads, by beat.
  var scores: [MarkScores] = []

  /// Looks for a wave in every beat.
  init(_ inputs: MarkInputs, leadCount: Int) {
    let network = MarkNetworks.trained[inputs.stage]
    leads = Array(repeating: [], count: leadCount)
    for beat in inputs.peaks.indices {
      let allowed = inputs.allowed(beat)
      let anchor = Double(inputs.anchor(beat))
      let single = (0..<leadCount).map { lead in
        MarkScores(
          stage: inputs.stage, places: network.scores(inputs.values(beat: beat, lead: lead)),
          allowed: allowed)
      }
      guard let all = MarkScores.together(single, sharing: network.sharing) else { continue }
      scores.append(all)
      var marks = all.marks()?.later(by: anchor)
      if inputs.stage == .qrs, leadCount > 1, let found = marks {
        marks?.onset = min(found.onset + Self.qrsDelay.onset, found.peak)
        marks?.offset = found.offset + Self.qrsDelay.offset
      }
      together.append(marks)
      for lead in 0..<leadCount {
        leads[lead].append(
          leadCount == 1
            ? together[beat]
            : single[lead].adding(Self.partOfAll, of: all).marks()?.later(by: anchor))
      }
    }
  }
}

extension Marks {
  /// The marks some samples later.
  func later(by samples: Double) -> Marks {
    Marks(onset: onset + samples, peak: peak + samples, offset: offset + samples)
  }
}
