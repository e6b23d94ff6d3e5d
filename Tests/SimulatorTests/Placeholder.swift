// The first file of SimulatorTests takes this one's place.
