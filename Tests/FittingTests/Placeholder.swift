// The first file of FittingTests takes this one's place.
