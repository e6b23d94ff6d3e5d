/// How the distance between two phases of a circle is taken.
///
/// Phase 0 is the R peak, one beat is (−π, π].
public enum PhaseDifference: Sendable {
  /// wrap(u) = ((u + π) mod 2π) − π with a non-negative `mod`; the result is in [−π, π).
  case wrapped
  /// The remainder that C's `fmod` leaves, with the sign of u and in (−2π, 2π).
  ///
  /// The published codes (ECGSYN in C, SimGAN) use it. It does not wrap: it is here to reproduce
  /// their numbers, not to be preferred.
  case truncated

  /// The difference u of two phases, reduced to one turn.
  @inlinable public func reduce<Scalar: WaveScalar>(_ u: Scalar) -> Scalar {
    let turn = 2 * Double.pi
    switch self {
    case .wrapped: return u - turn * Scalar.floor((1 / turn) * (Double.pi + u))
    case .truncated: return u - turn * Scalar.truncate((1 / turn) * u)
    }
  }
}

/// The phase difference in [−π, π).
@inlinable public func wrap<Scalar: WaveScalar>(_ u: Scalar) -> Scalar {
  PhaseDifference.wrapped.reduce(u)
}
