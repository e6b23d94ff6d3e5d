extension BeatSelection {
  /// Height in the narrow band, in units of the background, above which a beat needs no likeness.
  static let clearOfNoise = 3.0
  /// Least correlation with other beats below that height.
  static let leastLikeness = 0.5
  /// Least correlation with other beats of a lower hump that takes the place of such a beat.
  static let leastLikenessOfRival = 0.8

  /// Corrects beats by what the complexes of the recording look like.
  ///
  /// What hardly stands out of noise must look like other beats. A beat that looks like none gives way
  /// to a lower hump beside it that does: a step of the electrodes hides the complex before or after it.
  func alike(_ beats: [QRSHump], in leads: [[Double]]) -> [QRSHump] {
    func isClear(_ beat: QRSHump) -> Bool {
      beat.narrow >= Self.clearOfNoise * beat.background
    }
    let rivals = self.rivals(of: beats)
    guard !rivals.isEmpty || !beats.allSatisfy(isClear) else { return beats }
    let shapes = BeatShapes(
      leads, beats: beats.filter(isClear).map(\.sample), samplingRate: samplingRate)
    return beats.compactMap { beat in
      let isAlike = { shapes.likeness(beat.sample) ?? 1 >= Self.leastLikeness }
      guard isClear(beat) else { return isAlike() ? beat : nil }
      guard let rivals = rivals[beat.sample], !isAlike() else { return beat }
      return rivals.filter { shapes.likeness($0.sample) ?? 0 >= Self.leastLikenessOfRival }
        .max { $0.both < $1.both } ?? beat
    }
  }

  /// The humps too close to a beat that would be beats in its place, by the beat's sample.
  private func rivals(of beats: [QRSHump]) -> [Int: [QRSHump]] {
    let refractory = Int(Self.refractoryTime * samplingRate)
    var result: [Int: [QRSHump]] = [:]
    var first = 0
    for (k, beat) in beats.enumerated() {
      while first < humps.count, humps[first].sample <= beat.sample - refractory { first += 1 }
      let around = beats[max(0, k - Self.neighbours)...min(beats.count - 1, k + Self.neighbours)]
      let least = Self.threshold.both * OrderStatistics.median(around.lazy.map(\.both))
      let near = humps[first...].prefix { $0.sample < beat.sample + refractory }
        .filter { $0.sample != beat.sample && $0.both >= least }
      if !near.isEmpty { result[beat.sample] = near }
    }
    return result
  }
}
