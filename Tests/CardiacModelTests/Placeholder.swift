// The first file of CardiacModelTests takes this one's place.
