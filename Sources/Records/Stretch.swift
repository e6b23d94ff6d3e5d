import Electrocardiogram

/// A part of a record that is made at once.
struct Stretch {
  /// Its number, from 0.
  let number: Int
  /// Its samples in the record.
  let samples: Range<Int>
  /// Whether the record ends with it.
  let isLast: Bool
  /// Samples of the next stretch into which its noise fades.
  let overlap: Int

  /// The stretches of a record, as long as each other.
  static func all(of order: RecordOrder) -> [Stretch] {
    let count = order.sampleCount
    let number = max(1, Int((order.duration / RecordMaker.longestStretch).rounded(.up)))
    let fading = Int((RecordMaker.fading * order.samplingRate).rounded())
    return (0..<number).map { index in
      Stretch(
        number: index, samples: index * count / number..<(index + 1) * count / number,
        isLast: index + 1 == number, overlap: index + 1 == number ? 0 : fading)
    }
  }

  /// The seed of its noise: streams of noise count no stretches.
  func seed(_ seed: UInt64) -> UInt64 {
    // The golden ratio's bits, as generators that split use them.
    seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15
  }
}

/// Joins the noise of stretches: one fades as the next swells, at one power.
struct NoiseFade {
  /// What is left of the stretch before, `[channel][sample]`.
  private var tail: [[Double]] = []

  /// Lets the stretch before fade into a stretch with noise, and keeps what is beyond its end.
  ///
  /// - Parameters:
  ///   - recording: The stretch and an overlap, with noise; is left with the stretch alone.
  ///   - clean: The same without noise.
  ///   - count: Samples of the stretch.
  mutating func join(_ recording: inout Recording, clean: Recording, count: Int) {
    var rest: [[Double]] = []
    for index in recording.channels.indices {
      var noisy = recording.channels[index].millivolts
      let pure = clean.channels[index].millivolts
      rest.append((count..<noisy.count).map { noisy[$0] - pure[$0] })
      noisy.removeLast(noisy.count - count)
      if !tail.isEmpty {
        let old = tail[index]
        for sample in old.indices where sample < count {
          // Squares add up to one.
          let share = (Double(sample) + 0.5) / Double(old.count)
          let noise = noisy[sample] - pure[sample]
          noisy[sample] =
            pure[sample] + share.squareRoot() * noise + (1 - share).squareRoot() * old[sample]
        }
      }
      recording.channels[index].millivolts = noisy
    }
    tail = rest
  }
}
