// The first file of Measurement takes this one's place.
