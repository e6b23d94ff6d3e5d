"""Power spectra by SciPy's Welch: spectra.py FILE ROWS RATE SEGMENT, FILE of float64, [ROWS][n].

Prints a line for each frequency: hertz and density, averaged over the rows.
"""
import sys

import numpy as np
from scipy.signal import welch

path, rows, rate, segment = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
signals = np.fromfile(path, dtype=np.float64).reshape(rows, -1)
frequencies, densities = welch(signals, rate, nperseg=segment, axis=1)
for frequency, density in zip(frequencies, densities.mean(axis=0)):
    print(repr(float(frequency)), repr(float(density)))
