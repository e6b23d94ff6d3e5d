import Foundation

/// Puts a picture's true size into its file, which gnuplot leaves out.
enum PictureSize {
  /// Inserts the chunk `pHYs` (pixels a metre) behind the header of a PNG.
  ///
  /// Source: Portable Network Graphics Specification, third edition, section 11.3.4.3.
  static func png(_ picture: Data, pixelsPerMillimetre: Int) -> Data {
    let header = 8 + 25  // signature; length, name, 13 bytes and checksum of IHDR
    guard picture.count > header else { return picture }
    let perMetre = bigEndian(UInt32(pixelsPerMillimetre * 1000))
    let content = Array("pHYs".utf8) + perMetre + perMetre + [1]
    let chunk = bigEndian(9) + content + bigEndian(checksum(content))
    return picture.prefix(header) + Data(chunk) + picture.dropFirst(header)
  }

  /// Replaces the size of an SVG in pixels, 96 of which are an inch, by millimetres.
  static func svg(_ picture: Data) -> Data {
    var text = String(decoding: picture, as: UTF8.self)
    for side in ["width", "height"] {
      guard let match = text.firstRange(of: " \(side)=\""),
        let end = text[match.upperBound...].firstIndex(of: "\""),
        let pixels = Double(text[match.upperBound..<end])
      else { return picture }
      text.replaceSubrange(match.upperBound..<end, with: millimetres(pixels: pixels))
    }
    return Data(text.utf8)
  }

  /// A length that readers of SVG understand, which not all do with many digits.
  private static func millimetres(pixels: Double) -> String {
    "\((pixels * 25.4 / 96 * 1000).rounded() / 1000)mm"
  }

  /// The checksum of a PNG's chunk: CRC-32, reflected, polynomial 0xEDB88320.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
