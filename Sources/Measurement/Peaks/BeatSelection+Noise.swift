/// Humps between the waves of the beats tell how much noise there is.
extension BeatSelection {
  /// Seconds after and before a beat in which a hump may be its T or its P wave.
  static let waveTimes = (after: 0.45, before: 0.28)
  /// Most distance in seconds of humps that tell the noise at a place, and most of them on each side.
  static let noiseReach = (seconds: 8.0, humps: 12)
  /// Fewest humps that tell it.
  static let leastNoiseHumps = 8
  /// Least height of a beat in both bands, in units of the noise.
  static let noiseThreshold = 2.5
  /// Most height that is asked because of noise, in units of the median of its neighbours.
  static let mostNoiseThreshold = 0.7

  /// The median height in both bands of the humps near each hump that are neither beats nor their waves;
  /// 0 where there are few.
  func noiseLevels(besides beats: [QRSHump]) -> [Double] {
    let (after, before) = (
      Int(Self.waveTimes.after * samplingRate), Int(Self.waveTimes.before * samplingRate)
    )
    let reach = Int(Self.noiseReach.seconds * samplingRate)
    var idle: [Int] = []
    var k = 0
    for (index, hump) in humps.enumerated() {
      while k < beats.count, beats[k].sample < hump.sample { k += 1 }
      let followsBeat = k > 0 && hump.sample - beats[k - 1].sample < after
      let precedesBeat = k < beats.count && beats[k].sample - hump.sample < before
      if !followsBeat && !precedesBeat { idle.append(index) }
    }
    var next = 0
    return humps.indices.map { index in
      while next < idle.count, idle[next] < index { next += 1 }
      let near = idle[
        max(0, next - Self.noiseReach.humps)..<min(idle.count, next + Self.noiseReach.humps)
      ].filter { $0 != index && abs(humps[$0].sample - humps[index].sample) < reach }
      guard near.count >= Self.leastNoiseHumps else { return 0 }
      return OrderStatistics.median(near.lazy.map { humps[$0].both })
    }
  }

  /// What a beat must reach in both bands above noise, its neighbours' median being given.
  func leastAbove(_ noise: Double, level: Double) -> Double {
    min(Self.noiseThreshold * noise, Self.mostNoiseThreshold * level)
  }
}
