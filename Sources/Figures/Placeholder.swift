// The first file of Figures takes this one's place.
