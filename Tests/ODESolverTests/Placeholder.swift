// The first file of ODESolverTests takes this one's place.
