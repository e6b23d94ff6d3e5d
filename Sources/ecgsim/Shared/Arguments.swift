public import ArgumentParser
public import Figures
public import Fitting
public import Measurement
public import Populations
public import RecordFiles
public import RhythmLibrary
public import Simulator

// Choices of the libraries that options take by their raw names.
extension SingleBeat.Solver: ExpressibleByArgument {}
extension FittedBeat.Model: ExpressibleByArgument {}
extension RecordSheet.Layout: ExpressibleByArgument {}
extension NoiseStress.Pattern: ExpressibleByArgument {}
extension ReconstructionMethod: ExpressibleByArgument {}

extension ArrayLayout: ExpressibleByArgument {}
extension Patient.Sex: ExpressibleByArgument {}
