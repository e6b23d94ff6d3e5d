/// Samples of one signal file to and from its bytes.
///
/// A frame holds one sample of every signal in the file; frames follow each other without gaps.
enum SampleCodec {
  /// Takes interleaved samples apart.
  ///
  /// - Precondition: the bytes from `offset` on hold `signals * frames` samples.
  /// - Returns: One array of `frames` samples for each signal. // [frames, signals] -> [signals][frames]
  static func decode(
    _ bytes: [UInt8], from offset: Int, _ format: WFDBFormat, signals: Int, frames: Int
  ) -> [[Int32]] {
    precondition(
      format.byteCount(samples: signals * frames).map { $0 <= bytes.count - offset } ?? false,
      "\(bytes.count - offset) bytes hold fewer than \(signals) x \(frames) samples")
    let span = bytes.span.extracting(offset..<bytes.count)
    return (0..<signals).map { signal in
      switch format {
      case .format80:
        fill(signal, signals, frames) { Int32(span[$0]) - 128 }
      case .format16:
        fill(signal, signals, frames) {
          Int32(Int16(truncatingIfNeeded: Int32(span[2 * $0]) | Int32(span[2 * $0 + 1]) << 8))
        }
      case .format24:
        fill(signal, signals, frames) {
          (Int32(span[3 * $0]) << 8 | Int32(span[3 * $0 + 1]) << 16
            | Int32(span[3 * $0 + 2]) << 24) >> 8
        }
      case .format32:
        fill(signal, signals, frames) {
          Int32(span[4 * $0]) | Int32(span[4 * $0 + 1]) << 8 | Int32(span[4 * $0 + 2]) << 16
            | Int32(span[4 * $0 + 3]) << 24
        }
      case .format212:
        // Three bytes AA BC DD hold the samples CAA and BDD.
        fill(signal, signals, frames) { index in
          let start = index / 2 * 3
          let middle = Int32(span[start + 1])
          let sample =
            index & 1 == 0
            ? Int32(span[start]) | (middle & 0x0F) << 8
            : Int32(span[start + 2]) | (middle & 0xF0) << 4
          return (sample << 20) >> 20
        }
      }
    }
  }

  @inline(__always)
  private static func fill(
    _ signal: Int, _ signals: Int, _ frames: Int, _ sample: (Int) -> Int32
  ) -> [Int32] {
    var output = [Int32](repeating: 0, count: frames)
    var index = signal
    for frame in 0..<frames {
      output[frame] = sample(index)
      index += signals
    }
    return output
  }

  /// Interleaves samples and packs them.
  ///
  /// - Precondition: signals have one length and every sample is representable in the format.
  static func encode(_ samples: [[Int32]], _ format: WFDBFormat) -> [UInt8] {
    let frames = samples.first?.count ?? 0
    let representable = format.missing...format.values.upperBound
    var bytes: [UInt8] = []
    bytes.reserveCapacity(format.byteCount(samples: frames * samples.count) ?? 0)
    var index = 0
    for frame in 0..<frames {
      for signal in samples {
        let sample = signal[frame]
        precondition(representable ~= sample, "\(sample) does not fit format \(format.rawValue)")
        let low = UInt8(truncatingIfNeeded: sample)
        switch format {
        case .format80:
          bytes.append(low ^ 0x80)
        case .format212 where index & 1 == 1:
          bytes[bytes.count - 1] |= UInt8(truncatingIfNeeded: sample >> 4) & 0xF0
          bytes.append(low)
        case .format212:
          bytes.append(low)
          bytes.append(UInt8(truncatingIfNeeded: sample >> 8) & 0x0F)
        case .format16, .format24, .format32:
          bytes.append(low)
          for shift in stride(from: Int32(8), to: Int32(format.bits), by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: sample >> shift))
          }
        }
        index += 1
      }
    }
    return bytes
  }

  /// The sum of the samples modulo 65536, which a header states as checksum.
  static func checksum(_ samples: [Int32]) -> Int16 {
    Int16(truncatingIfNeeded: samples.reduce(into: Int64(0)) { $0 &+= Int64($1) })
  }
}
