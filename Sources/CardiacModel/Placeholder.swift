// The first file of CardiacModel takes this one's place.
