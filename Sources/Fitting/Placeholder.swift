// The first file of Fitting takes this one's place.
