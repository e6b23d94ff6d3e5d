/// Marks of one kind of wave in all beats and leads.
struct MarkSearch {
  /// Part of the scores of all leads together that each lead's own scores get.
  ///
  /// Chosen on the tuning records of LUDB among 0, 0.3, 1 and 2.
  static let partOfAll: Float = 0.3

  /// Samples by which the bounds of narrow QRS over all leads are put later than learnt: 2.6 and 0.8 ms.
  ///
  /// Cardiologists set the onset about 7 ms before the point of 5 % of the largest speed, by which the
  /// beats of the dipole model are stated (`AnalyticFiducials`), and the offset 1 ms before it. This is
  /// between the two: within 4 ms of the one and 6 ms of the other. Of wide complexes they marked too
  /// few to teach a habit.
  static let qrsDelay = (onset: 0.65, offset: 0.2)
  /// Durations in samples up to which all of the delay counts, and from which none: 100 and 116 ms.
  static let delayed = (all: 25.0, none: 29.0)

  /// Samples by which bounds of P are put outward: of one lead alone 1.2 and 1.6 ms, and the offset over
  /// all leads 1.2 ms inward.
  ///
  /// One lead alone shows less of the wave than the twelve that were seen when it was annotated. Means
  /// over the tuning records of LUDB, lead II: onsets 1.1 ms late, offsets 1.3 ms early; by networks that
  /// had not seen the records, in five parts, 1.2 and 2.6. All leads: offsets 1.2 ms late.
  static let pReach = (lone: (onset: 0.3, offset: 0.4), all: (onset: 0.0, offset: -0.3))

  /// Marks over all leads, by beat.
  var together: [Marks?] = []
  /// Marks by lead and beat.
  var leads: [[Marks?]] = []
  /// Scores over all leads, by beat.
  var scores: [MarkScores] = []
  /// How far the wave stands out over all leads in millivolts, by beat.
  var heights: [Double] = []

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
      if let core = inputs.core(beat), let found = marks, !core.isCovered(by: found) {
        marks = all.marks(covering: inputs.places(of: core, beat))?.later(by: anchor)
      }
      if inputs.stage == .qrs, leadCount > 1, let found = marks {
        let duration = found.offset - found.onset
        let part = (Self.delayed.none - duration) / (Self.delayed.none - Self.delayed.all)
        let delay = min(max(part, 0), 1)
        marks?.onset = min(found.onset + delay * Self.qrsDelay.onset, found.peak)
        marks?.offset = found.offset + delay * Self.qrsDelay.offset
      }
      if inputs.stage == .p, let found = marks {
        let reach = leadCount == 1 ? Self.pReach.lone : Self.pReach.all
        marks?.onset = found.onset - reach.onset
        marks?.offset = max(found.offset + reach.offset, found.peak)
      }
      together.append(marks)
      heights.append(marks.map(inputs.height) ?? 0)
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
