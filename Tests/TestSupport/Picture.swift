import Foundation

/// The pixels of a PNG, read back by gnuplot's own reader.
public struct Picture {
  /// A colour of eight bits a part.
  public struct Colour: Hashable, CustomStringConvertible {
    /// The share of red.
    public var red: UInt8
    /// The share of green.
    public var green: UInt8
    /// The share of blue.
    public var blue: UInt8

    /// Mixes a colour.
    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
      (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// Relative luminance as the Web Content Accessibility Guidelines 2.1 define it.
    public var luminance: Double {
      func linear(_ value: UInt8) -> Double {
        let part = Double(value) / 255
        return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Contrast ratio of the same source, from 1 (equal) to 21 (black on white).
    public func contrast(to other: Colour) -> Double {
      let (a, b) = (luminance + 0.05, other.luminance + 0.05)
      return max(a, b) / min(a, b)
    }

    /// Red, green and blue.
    public var description: String { "(\(red), \(green), \(blue))" }
  }

  /// Size of the whole picture.
  public let size: (width: Int, height: Int)
  /// The part that was read: so many pixels from the lower left corner.
  public let part: (width: Int, height: Int)
  /// Row by row from the bottom.
  private let pixels: [Colour]

  /// Reads the lower left part of a file.
  public init(png path: String, width: Int = .max, height: Int = .max) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    guard bytes.count > 24, bytes.prefix(8).elementsEqual([137, 80, 78, 71, 13, 10, 26, 10]) else {
      throw Unreadable(reason: "'\(path)' is no PNG")
    }
    let number = { (start: Int) in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    let (whole, high) = (number(16), number(20))
    size = (whole, high)
    part = (min(width, whole), min(height, high))
    let table = path + ".table"
    defer { try? FileManager.default.removeItem(atPath: table) }
    // Rows are counted from the top here, and written with y from the bottom.
    let commands =
      "set table '\(table)'; set format '%.0f'; plot '\(path)' binary filetype=png "
      + "every 1:1:0:\(high - part.height):\(part.width - 1):\(high - 1) using 1:2:3 with rgbimage"
    let result = try Shell.run("/usr/bin/env", ["gnuplot", "-d", "-e", commands])
    guard result.status == 0 else { throw Unreadable(reason: result.standardError) }
    let numbers = Self.numbers(in: try Data(contentsOf: URL(fileURLWithPath: table)))
    guard numbers.count == part.width * part.height * 6 else {
      throw Unreadable(reason: "\(numbers.count) numbers for \(part.width) x \(part.height) pixels")
    }
    // x, y, red, green, blue, opacity.
    var pixels = Array(repeating: Colour(0, 0, 0), count: part.width * part.height)
    for start in stride(from: 0, to: numbers.count, by: 6) {
      pixels[numbers[start + 1] * part.width + numbers[start]] = Colour(
        UInt8(numbers[start + 2]), UInt8(numbers[start + 3]), UInt8(numbers[start + 4]))
    }
    self.pixels = pixels
  }

  /// The whole numbers of a table outside of its comments.
  private static func numbers(in table: Data) -> [Int] {
    var numbers: [Int] = []
    var isComment = false
    var value: Int?
    for byte in table {
      switch byte {
      case UInt8(ascii: "#"): isComment = true
      case UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "\t"):
        if let value { numbers.append(value) }
        value = nil
        if byte == UInt8(ascii: "\n") { isComment = false }
      case UInt8(ascii: "0")...UInt8(ascii: "9") where !isComment:
        value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
      default: break
      }
    }
    return numbers
  }

  /// Why a picture cannot be read.
  public struct Unreadable: Error { let reason: String }

  /// The colour at a pixel counted from the lower left corner.
  public subscript(x: Int, y: Int) -> Colour { pixels[y * part.width + x] }

  /// How often each colour occurs.
  public var histogram: [Colour: Int] { pixels.reduce(into: [:]) { $0[$1, default: 0] += 1 } }

  /// The share of pixels of which a colour differs by more than a limit, or 1 if the sizes differ.
  public func difference(from other: Picture, above limit: Int = 32) -> Double {
    guard size == other.size, part == other.part else { return 1 }
    let far = zip(pixels, other.pixels).count { one, two in
      let parts = [(one.red, two.red), (one.green, two.green), (one.blue, two.blue)]
      return parts.contains { abs(Int($0) - Int($1)) > limit }
    }
    return Double(far) / Double(pixels.count)
  }
}
