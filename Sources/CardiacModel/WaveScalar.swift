public import Foundation

/// A number that the wave formulas can be evaluated with.
///
/// The formulas are written once, generic over this protocol: `Double` conforms here, and a tensor
/// of automatic differentiation can conform in the library that bridges to it.
public protocol WaveScalar {
  /// Sum.
  static func + (left: Self, right: Self) -> Self
  /// Difference.
  static func - (left: Self, right: Self) -> Self
  /// Product.
  static func * (left: Self, right: Self) -> Self
  /// Quotient.
  static func / (left: Self, right: Self) -> Self
  /// Opposite.
  static prefix func - (value: Self) -> Self
  /// Product with a constant.
  static func * (constant: Double, value: Self) -> Self
  /// Sum with a constant.
  static func + (constant: Double, value: Self) -> Self
  /// Natural exponential.
  static func exponential(_ value: Self) -> Self
  /// Gauss error function.
  static func errorFunction(_ value: Self) -> Self
  /// Square root.
  static func squareRoot(_ value: Self) -> Self
  /// Largest integer that is not above the value; its derivative is zero.
  static func floor(_ value: Self) -> Self
  /// Integer part, towards zero; its derivative is zero.
  static func truncate(_ value: Self) -> Self
}

extension Double: WaveScalar {
  /// Natural exponential.
  @inlinable public static func exponential(_ value: Double) -> Double { Foundation.exp(value) }
  /// Gauss error function.
  @inlinable public static func errorFunction(_ value: Double) -> Double { Foundation.erf(value) }
  /// Square root.
  @inlinable public static func squareRoot(_ value: Double) -> Double { value.squareRoot() }
  /// Largest integer that is not above the value.
  @inlinable public static func floor(_ value: Double) -> Double { value.rounded(.down) }
  /// Integer part, towards zero.
  @inlinable public static func truncate(_ value: Double) -> Double {
    value.rounded(.towardZero)
  }
}
