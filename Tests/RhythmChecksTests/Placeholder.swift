// The first file of RhythmChecksTests takes this one's place.
