// The first file of RhythmChecks takes this one's place.
