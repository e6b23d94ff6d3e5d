// The first file of RhythmLibrary takes this one's place.
