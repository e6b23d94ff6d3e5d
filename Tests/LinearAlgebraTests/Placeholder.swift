// The first file of LinearAlgebraTests takes this one's place.
