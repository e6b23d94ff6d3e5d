// The first file of RhythmLibraryTests takes this one's place.
