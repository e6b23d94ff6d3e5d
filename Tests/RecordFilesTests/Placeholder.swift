// The first file of RecordFilesTests takes this one's place.
