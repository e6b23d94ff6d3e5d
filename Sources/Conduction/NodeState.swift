import Foundation
import RandomNumbers
import RhythmLibrary

/// The node and the bundle of a record.
struct NodeState {
  /// Shortest delay in seconds.
  private(set) var delay: Double
  /// Refractory period in seconds.
  private(set) var refractoryTime: Double
  /// When the last impulse left, in either direction.
  private var lastExit = -Double.infinity
  private var refractoryUntil = -Double.infinity
  /// The interval of the record's rate in seconds, for the first impulse.
  private var firstInterval: Double
  private var bundleRefractoryUntil = -Double.infinity
  /// Impulses that pass the bundle until some are dropped, and those that still are dropped.
  private var toPass: Int?
  private var toDrop = 0

  init(_ node: AtrioventricularNode, rrInterval: Double, using random: inout Philox) {
    let range = node.delay
    let longDelay =
      range.lowerBound < range.upperBound ? random.uniform(in: range) : range.lowerBound
    delay = node.delay(longDelay, rrInterval: rrInterval)
    refractoryTime = random.uniform(in: node.refractoryTime)
    firstInterval = rrInterval
  }

  /// Becomes another node that is as refractory as this one.
  mutating func change(
    to node: AtrioventricularNode, rrInterval: Double, using random: inout Philox
  ) {
    var new = NodeState(node, rrInterval: rrInterval, using: &random)
    (new.lastExit, new.refractoryUntil) = (lastExit, refractoryUntil)
    new.bundleRefractoryUntil = bundleRefractoryUntil
    self = new
  }

  /// When an impulse that enters at a time leaves towards the bundle; `nil` if it is blocked.
  mutating func exit(
    of time: Double, _ node: AtrioventricularNode, using random: inout Philox
  ) -> Double? {
    guard node.conducts else { return nil }
    var isBlocked = time < refractoryUntil
    if !isBlocked, node.relativeTime > 0, time < refractoryUntil + node.relativeTime {
      isBlocked = random.uniform() > (time - refractoryUntil) / node.relativeTime
    }
    guard !isBlocked else {
      // It has entered the node all the same; what follows it at once meets no more than it left.
      if node.concealedTime > 0 {
        refractoryUntil = max(refractoryUntil, time) + node.concealedTime
      }
      return nil
    }
    let recovery = time - lastExit
    let exit = time + delay + node.recoveryDelay * exp(-max(recovery, 0) / node.recoveryTime)
    let isSlow = node.slowPathway > 0 && random.uniform() < node.slowPathway
    leave(at: exit, node)
    if isSlow { refractoryUntil += node.slowPathwayTime }
    return exit
  }

  /// An impulse from below enters at a time.
  ///
  /// - Returns: Whether it finds the node recovered.
  mutating func climbs(at time: Double, _ node: AtrioventricularNode) -> Bool {
    guard time >= refractoryUntil else { return false }
    leave(at: time, node)
    return true
  }

  private mutating func leave(at time: Double, _ node: AtrioventricularNode) {
    let interval = lastExit.isFinite ? time - lastExit : firstInterval
    lastExit = time
    refractoryUntil = time + refractoryTime + node.refractoryPerInterval * interval
  }

  /// Whether an impulse that leaves the node at a time reaches the ventricles.
  mutating func passesBundle(
    at time: Double, _ bundle: HisBundle, using random: inout Philox
  ) -> Bool {
    guard time >= bundleRefractoryUntil else { return false }
    if let conducted = bundle.conducted {
      if toPass == nil { toPass = Int.random(in: conducted, using: &random) }
      if toPass == 0 {
        if toDrop == 0 { toDrop = Int.random(in: bundle.dropped, using: &random) }
        toDrop -= 1
        if toDrop == 0 { toPass = Int.random(in: conducted, using: &random) }
        return false
      }
      toPass = (toPass ?? 1) - 1
    }
    bundleRefractoryUntil = time + bundle.refractoryTime
    return true
  }
}
