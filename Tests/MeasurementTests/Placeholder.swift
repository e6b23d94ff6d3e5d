// The first file of MeasurementTests takes this one's place.
