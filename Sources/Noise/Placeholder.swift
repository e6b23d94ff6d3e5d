// The first file of Noise takes this one's place.
