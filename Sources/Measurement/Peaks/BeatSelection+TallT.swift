extension BeatSelection {
  /// Longest delay in seconds of a T wave that is searched by its shape.
  static let longestRepolarisation = 0.36
  /// Most change of that delay from beat to beat in seconds.
  static let repolarisationJitter = 0.04
  /// Most sharpness of a T wave, the height in the narrow over that in the wide band, in units of its
  /// beat's.
  static let mostSharpness = 0.65
  /// Most height of a T wave in the wide band, in units of its beat's.
  static let mostRepolarisation = 2.5

  /// Drops the tall T waves of beats: blunt humps that follow most beats at the same delay.
  ///
  /// An early ectopic beat is blunt too, but comes after few beats, or is much larger.
  func withoutTallT(_ beats: [QRSHump]) -> [QRSHump] {
    let longest = Int(Self.longestRepolarisation * samplingRate)
    let tolerance = Int(Self.repolarisationJitter * samplingRate)
    /// Delay of the blunt hump that follows a beat, if one does.
    let delays: [Int?] = beats.indices.map { k in
      guard k + 1 < beats.count else { return nil }
      let (beat, next) = (beats[k], beats[k + 1])
      let isBlunt = next.narrow * beat.wide < Self.mostSharpness * beat.narrow * next.wide
      let delay = next.sample - beat.sample
      return isBlunt && delay <= longest && next.wide < Self.mostRepolarisation * beat.wide
        ? delay : nil
    }
    let isT = beats.indices.map { k in
      guard k > 0, let delay = delays[k - 1] else { return false }
      let around = max(0, k - 2 * Self.neighbours)..<min(beats.count, k + 2 * Self.neighbours)
      let alike = around.count { delays[$0].map { abs($0 - delay) <= tolerance } ?? false }
      // Where each beat has such a T wave, half of all that passes for beats has one after it.
      return 3 * alike >= around.count
    }
    return beats.indices.filter { !isT[$0] }.map { beats[$0] }
  }
}
