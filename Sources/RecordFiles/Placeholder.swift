// The first file of RecordFiles takes this one's place.
