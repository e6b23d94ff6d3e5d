internal import Electrocardiogram

/// The stretch at a recording's end where no channel changes any more.
///
/// Recorders fill up their last block: PTB-XL's records at 500 Hz end with some 52 equal samples.
enum ConstantTail {
  /// The first sample of the tail, or the sample count if the recording changes up to its end.
  static func start(of recording: Recording) -> Int {
    var start = 0
    for channel in recording.channels {
      let row = channel.millivolts
      var last = row.count - 1
      while last > start, row[last] == row[last - 1] { last -= 1 }
      start = max(start, last)
    }
    return start == recording.sampleCount - 1 ? recording.sampleCount : start
  }
}
