// The first file of Gnuplot takes this one's place.
