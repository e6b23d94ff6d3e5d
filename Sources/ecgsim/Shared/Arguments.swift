public import ArgumentParser
public import Figures
public import Fitting
public import RecordFiles
public import Simulator

// Choices of the libraries that options take by their raw names.
extension SingleBeat.Solver: ExpressibleByArgument {}
extension FittedBeat.Model: ExpressibleByArgument {}
extension RecordSheet.Layout: ExpressibleByArgument {}

extension ArrayLayout: ExpressibleByArgument {
  /// Reads a name as options spell it.
  public init?(argument: String) {
    switch argument {
    case "leads-by-samples": self = .leadsBySamples
    case "samples-by-leads": self = .samplesByLeads
    default: return nil
    }
  }

  /// Nothing is said of the shorter axis, which is taken for that of the leads.
  public var defaultValueDescription: String { "the shorter axis holds the leads" }
}
