import Foundation
import ODESolver
import Testing

@Suite struct EventTests {
  static let tolerances = Tolerances(relative: 1e-10, absolute: 1e-12)

  @Test(arguments: IntegrationMethod.allCases)
  func ballBouncesAtTheClosedFormTimes(method: IntegrationMethod) throws {
    let gravity = 9.81
    let restitution = 0.8
    let ball = ClosureSystem(dimension: 2) { _, state, derivative in
      derivative[0] = state[1]
      derivative[1] = -gravity
    }
    let solver = try ODESolver(ball, method: method, tolerances: Self.tolerances)
    let ground = Event(.falling, isTerminal: true) { _, state in state[0] }
    var (state, time) = ([1.0, 0.0], 0.0)
    var exact = (2 / gravity).squareRoot()
    var speed = gravity * exact
    for _ in 0..<8 {
      let flight = try solver.solve(from: state, startingAt: time, at: [10], events: [ground])
      #expect(flight.isTerminatedByEvent)
      #expect(flight.times.isEmpty)
      let bounce = try #require(flight.events.first)
      #expect(flight.events.count == 1)
      #expect(!bounce.isRising)
      #expect(bounce.time == flight.endTime)
      #expect(bounce.state == flight.endState)
      // Order 2 and more are exact for a parabola; the first steps of each flight, of order 1, have
      // errors of the tolerance.
      #expect(abs(bounce.time - exact) < 1e-9)
      #expect(abs(bounce.state[0]) < 1e-12)
      #expect(abs(bounce.state[1] + speed) < 1e-9)
      speed *= restitution
      exact += 2 * speed / gravity
      (state, time) = ([0, -restitution * bounce.state[1]], bounce.time)
    }
  }

  @Test(arguments: [Event.Direction.rising, .falling, .either])
  func onlyCrossingsOfTheGivenDirectionCount(direction: Event.Direction) throws {
    let solver = try ODESolver(
      Oscillator(angularFrequency: 1), method: .adams, tolerances: Self.tolerances)
    // x = sin t crosses zero at kπ: falling for odd k, rising for even k.
    let event = Event(direction, isTerminal: false) { _, state in state[0] }
    let times = (0...40).map { Double($0) / 2 }
    let solution = try solver.solve(from: [0, 1], startingAt: 0, at: times, events: [event])
    let all = (1...6).filter { direction == .either || ($0 % 2 == 0) == (direction == .rising) }
    #expect(solution.events.count == all.count)
    for (occurrence, k) in zip(solution.events, all) {
      // The error of the solution itself at 1e-10 over three periods.
      #expect(abs(occurrence.time - Double(k) * .pi) < 1e-8)
      #expect(occurrence.isRising == (k % 2 == 0))
      #expect(abs(occurrence.state[1] - cos(Double(k) * .pi)) < 1e-8)
    }
    // Events that do not end the solve leave the outputs alone.
    #expect(solution.times == times)
    #expect(!solution.isTerminatedByEvent)
  }

  @Test func eachEventIsReportedByItsPosition() throws {
    let solver = try ODESolver(
      Decay(rate: 1), method: .bdf, tolerances: Tolerances(relative: 1e-11, absolute: 1e-13))
    let levels = [0.25, 0.5, 0.5]
    let events = levels.map { level in
      Event(.falling, isTerminal: false) { _, state in state[0] - level }
    }
    let solution = try solver.solve(from: [1], startingAt: 0, at: [2], events: events)
    #expect(solution.events.map(\.event) == [1, 2, 0])
    for occurrence in solution.events {
      #expect(abs(occurrence.time + log(levels[occurrence.event])) < 1e-9)
    }
  }

  @Test func outputsAfterATerminalEventAreLeftOut() throws {
    let solver = try ODESolver(
      Decay(rate: 1), method: .adams, tolerances: Tolerances(relative: 1e-10, absolute: 1e-12))
    let half = Event(.falling, isTerminal: true) { _, state in state[0] - 0.5 }
    let solution = try solver.solve(
      from: [1], startingAt: 0, at: [0, 0.3, 0.6, 0.9], events: [half])
    #expect(solution.times == [0, 0.3, 0.6])
    #expect(solution.states.count == 3)
    #expect(solution.isTerminatedByEvent)
    #expect(abs(solution.endTime - log(2.0)) < 1e-9)
    // Nothing of the event is left for the next solve.
    let again = try solver.solve(from: [1], startingAt: 0, at: [0.9])
    #expect(again.times == [0.9])
    #expect(again.events.isEmpty)
  }

  @Test func anEventOnAnOutputTimeGivesBoth() throws {
    // y = t, so that the event falls on the output time to the last bit.
    let line = ClosureSystem(dimension: 1) { _, _, derivative in derivative[0] = 1 }
    let solver = try ODESolver(line, method: .adams, tolerances: Self.tolerances)
    let event = Event(.rising, isTerminal: true) { time, _ in time - 0.5 }
    let solution = try solver.solve(
      from: [0], startingAt: 0, at: [0.25, 0.5, 0.75], events: [event])
    #expect(solution.isTerminatedByEvent)
    #expect(abs(solution.endTime - 0.5) < 1e-13)
    #expect(solution.times.first == 0.25)
    #expect(!solution.times.contains(0.75))
    #expect(solution.times.contains(0.5) == (solution.endTime == 0.5))
  }

  @Test func aZeroAtTheStartDoesNotCount() throws {
    let solver = try ODESolver(
      Oscillator(angularFrequency: 1), method: .adams, tolerances: Self.tolerances)
    let event = Event(.either, isTerminal: true) { _, state in state[0] }
    let solution = try solver.solve(from: [0, 1], startingAt: 0, at: [10], events: [event])
    #expect(abs(solution.endTime - .pi) < 1e-8)
  }

  @Test func eventsAreFoundBackwardInTime() throws {
    let solver = try ODESolver(
      Oscillator(angularFrequency: 1), method: .adams, tolerances: Self.tolerances)
    // On the way from 0 to -10, sin t is negative first and rises through zero at -π.
    let event = Event(.either, isTerminal: true) { _, state in state[0] }
    let solution = try solver.solve(from: [0, 1], startingAt: 0, at: [-10], events: [event])
    #expect(abs(solution.endTime + .pi) < 1e-8)
    #expect(try #require(solution.events.first).isRising)
  }
}
