// The first file of LinearAlgebra takes this one's place.
