/// How a WFDB signal file stores a sample.
///
/// Source: WFDB Applications Guide, signal(5). All formats here are little-endian two's complement
/// unless stated; a value of the smallest representable number marks a missing sample.
public enum WFDBFormat: Int, Sendable, CaseIterable {
  /// One byte, offset binary: the byte less 128.
  case format80 = 80
  /// Two bytes.
  case format16 = 16
  /// Two samples of 12 bits in three bytes.
  case format212 = 212
  /// Three bytes.
  case format24 = 24
  /// Four bytes.
  case format32 = 32

  /// Width of a sample in bits.
  public var bits: Int {
    switch self {
    case .format80: 8
    case .format16: 16
    case .format212: 12
    case .format24: 24
    case .format32: 32
    }
  }

  /// The value that marks a missing sample: −2^(bits − 1).
  public var missing: Int32 { Int32.min >> Int32(32 - bits) }

  /// The values that stand for measurements: all representable numbers but `missing`.
  public var values: ClosedRange<Int32> { (missing + 1)...(Int32.max >> Int32(32 - bits)) }

  /// Bytes that a number of samples takes, or `nil` if that overflows.
  func byteCount(samples: Int) -> Int? {
    let (product, overflow) = samples.multipliedReportingOverflow(by: bits)
    return overflow || product > Int.max - 7 ? nil : (product + 7) / 8
  }

  /// Samples that a number of bytes holds.
  func sampleCount(bytes: Int) -> Int {
    bytes / bits * 8 + bytes % bits * 8 / bits
  }
}
