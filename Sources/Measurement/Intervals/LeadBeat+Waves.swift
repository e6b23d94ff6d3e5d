internal import Electrocardiogram

extension LeadBeat {
  /// Extreme, area and parts of P.
  func pMeasures() -> [(Quantity, Double)] {
    guard let p = waves.p, let first = p.onset, let last = p.offset, first < last else { return [] }
    let foot = slow[first]
    let slope = (slow[min(last, slow.count - 1)] - foot) / Double(last - first)
    let wave = (first...last).map { slow[$0] - foot - slope * Double($0 - first) }
    let extreme = wave.max { abs($0) < abs($1) } ?? 0
    let highest = wave.reduce(0, max)
    var depth = 0.0
    var width = 0
    // The last part is the negative stretch that holds the lowest value of the second half.
    let half = wave.count / 2
    if let lowest = wave.indices.suffix(wave.count - half).min(by: { wave[$0] < wave[$1] }),
      wave[lowest] < 0
    {
      depth = -wave[lowest]
      let before = wave[...lowest].lastIndex { $0 >= 0 } ?? -1
      let after = wave[lowest...].firstIndex { $0 >= 0 } ?? wave.count
      width = after - before - 1
    }
    return [
      (.pAmplitude, extreme), (.pArea, wave.reduce(0, +) / samplingRate),
      (.pInitialAmplitude, highest), (.pTerminalForce, depth * Double(width) / samplingRate),
    ]
  }

  /// Deflections of QRS; the lead's own duration is given by its own bounds.
  func qrsMeasures(own: SampledWave?) -> [(Quantity, Double)] {
    let complex = self.complex
    let deflections = QRSDeflections(
      complex, noise: noise, shortest: Int(Self.shortestDeflection * samplingRate))
    func seconds(_ samples: Int) -> Double { Double(samples) / samplingRate }
    var values: [(Quantity, Double)] = [
      (.qrsArea, complex.reduce(0, +) / samplingRate),
      (.qrsAmplitude, complex.reduce(-.infinity, max) - complex.reduce(.infinity, min)),
      (.qAmplitude, abs(deflections.q?.height ?? 0)),
      (.qDuration, seconds(deflections.q?.extent ?? 0)),
      (.rAmplitude, deflections.r?.height ?? 0),
      (.rDuration, seconds(deflections.r?.extent ?? 0)),
      (.initialRAmplitude, deflections.initialR?.height ?? 0),
      (.rPrimeAmplitude, deflections.rPrime?.height ?? 0),
      (.sAmplitude, abs(deflections.s?.height ?? 0)),
      (.sDuration, seconds(deflections.s?.extent ?? 0)),
      (.isQS, deflections.r == nil && deflections.q != nil ? 1 : 0),
    ]
    if let r = deflections.r {
      values.append((.rPeakTime, seconds(r.peak)))
      values.append((.rEndTime, seconds(r.range.upperBound)))
    }
    if let first = own?.onset, let last = own?.offset {
      values.append((.qrsDuration, seconds(last - first)))
    }
    return values
  }

  /// Levels at and after J.
  func stMeasures() -> [(Quantity, Double)] {
    [(Quantity.jLevel, 0), (.j40Level, 0.04), (.j60Level, 0.06), (.j80Level, 0.08)]
      .compactMap { measure, time in height(afterJ: time).map { (measure, $0) } }
  }

  /// Extreme and width of T, and the wave after it.
  func tMeasures() -> [(Quantity, Double)] {
    let first = j + Int(0.04 * samplingRate)
    let offset = waves.t?.offset ?? j + Int(0.4 * samplingRate)
    let last = min(offset, end)
    guard first < last else { return [] }
    let peak = (first...last).max { abs(slow[$0] - level) < abs(slow[$1] - level) } ?? first
    let amplitude = height(at: peak)
    let sign = amplitude < 0 ? -1.0 : 1.0
    let half = abs(amplitude) / 2
    var left = peak
    while left > j, sign * (slow[left] - level) > half { left -= 1 }
    var right = peak
    while right < end, sign * (slow[right] - level) > half { right += 1 }
    let lowest = (first...last).reduce(0.0) { min($0, slow[$1] - level) }
    let area = (first...last).reduce(0.0) { $0 + slow[$1] - level } / samplingRate
    return [
      (.tArea, area), (.tAmplitude, amplitude), (.tWidth, Double(right - left - 1) / samplingRate),
      (.tLowest, lowest), (.uAmplitude, uAmplitude(after: offset)),
    ]
  }

  /// Height over its feet of the wave within 250 ms after T.
  private func uAmplitude(after offset: Int) -> Double {
    let foot = Int(0.07 * samplingRate)
    let last = min(offset + Int(0.25 * samplingRate), end) - foot
    guard offset < last else { return 0 }
    return (offset...last).reduce(0.0) { most, i in
      max(most, min(slow[i] - slow[max(0, i - foot)], slow[i] - slow[min(end, i + foot)]))
    }
  }
}
