// The first file of ecgsimTests takes this one's place.
