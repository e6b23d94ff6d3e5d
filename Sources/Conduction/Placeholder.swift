// The first file of Conduction takes this one's place.
