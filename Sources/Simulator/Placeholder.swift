// The first file of Simulator takes this one's place.
