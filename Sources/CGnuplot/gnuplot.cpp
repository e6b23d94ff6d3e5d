// The first function of the shim takes this place.
