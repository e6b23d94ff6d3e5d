// The first file of ODESolver takes this one's place.
