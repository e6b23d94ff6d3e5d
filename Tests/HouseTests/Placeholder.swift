// The first file of HouseTests takes this one's place.
