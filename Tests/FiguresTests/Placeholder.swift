// The first file of FiguresTests takes this one's place.
